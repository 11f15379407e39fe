# The cluster of stacks/templates/cluster.yaml, with the parameters of stacks/digital-apps.yaml.

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

# The endpoint, the region and the credentials come from AWS_… variables.
provider "aws" {
  s3_use_path_style           = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_credentials_validation = true
  default_tags {
    tags = {
      Team        = "digital"
      Environment = "production"
    }
  }
}

variable "services" {
  type        = number
  description = "How many services to put on the cluster"
}

variable "ssh_public_key" {
  type = string
}

locals {
  cluster = "digitalApps"
  domain  = "apps.example.org"
}

data "aws_caller_identity" "me" {}

data "aws_region" "here" {}

data "aws_availability_zones" "all" {}

data "aws_ssm_parameter" "image" {
  name = "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id"
}

resource "aws_s3_bucket" "config" {
  bucket = "cob-digital-apps-config"
  # Only so that a destroy comes to its end.
  force_destroy = true
}

resource "aws_s3_bucket_versioning" "config" {
  bucket = aws_s3_bucket.config.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "config" {
  bucket = aws_s3_bucket.config.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_ownership_controls" "config" {
  bucket = aws_s3_bucket.config.id
  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_public_access_block" "config" {
  bucket                  = aws_s3_bucket.config.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_policy" "config" {
  bucket = aws_s3_bucket.config.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "DenyUnencryptedUploads"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:PutObject"
        Resource  = "${aws_s3_bucket.config.arn}/*"
        Condition = { StringNotEquals = { "s3:x-amz-server-side-encryption" = "AES256" } }
      },
      {
        Sid       = "DenyInsecureTransport"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [aws_s3_bucket.config.arn, "${aws_s3_bucket.config.arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

resource "aws_cloudwatch_log_group" "apps" {
  name              = local.cluster
  retention_in_days = 90
}

resource "aws_vpc" "main" {
  cidr_block           = "10.40.0.0/16"
  enable_dns_support   = true
  enable_dns_hostnames = true
  tags                 = { Name = local.cluster }
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
  tags   = { Name = local.cluster }
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.main.id
  tags   = { Name = "${local.cluster} public" }
}

resource "aws_route" "internet" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.main.id
}

resource "aws_subnet" "public" {
  count                   = 2
  vpc_id                  = aws_vpc.main.id
  availability_zone       = data.aws_availability_zones.all.names[count.index]
  cidr_block              = cidrsubnet(aws_vpc.main.cidr_block, 8, count.index)
  map_public_ip_on_launch = true
  tags                    = { Name = "${local.cluster} public ${count.index}" }
}

resource "aws_route_table_association" "public" {
  count          = 2
  route_table_id = aws_route_table.public.id
  subnet_id      = aws_subnet.public[count.index].id
}

resource "aws_customer_gateway" "city" {
  type       = "ipsec.1"
  ip_address = "203.0.113.10"
  bgp_asn    = "65010"
  tags       = { Name = "${local.cluster} city" }
}

resource "aws_vpn_gateway" "main" {
  tags = { Name = local.cluster }
}

resource "aws_vpn_gateway_attachment" "main" {
  vpc_id         = aws_vpc.main.id
  vpn_gateway_id = aws_vpn_gateway.main.id
}

resource "aws_vpn_connection" "city" {
  type                = "ipsec.1"
  customer_gateway_id = aws_customer_gateway.city.id
  vpn_gateway_id      = aws_vpn_gateway.main.id
  static_routes_only  = true
  tags                = { Name = "${local.cluster} city" }
}

resource "aws_vpn_connection_route" "city" {
  vpn_connection_id      = aws_vpn_connection.city.id
  destination_cidr_block = "10.0.0.0/16"
}

resource "aws_vpn_gateway_route_propagation" "public" {
  vpn_gateway_id = aws_vpn_gateway_attachment.main.vpn_gateway_id
  route_table_id = aws_route_table.public.id
}

resource "aws_security_group" "load_balancer" {
  name        = "${local.cluster}LoadBalancer"
  description = "HTTP and HTTPS from anywhere to the load balancer"
  vpc_id      = aws_vpc.main.id
  ingress {
    description = "HTTP"
    protocol    = "tcp"
    from_port   = 80
    to_port     = 80
    cidr_blocks = ["0.0.0.0/0"]
  }
  ingress {
    description = "HTTPS"
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
  }
  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "instances" {
  name        = "${local.cluster}Instances"
  description = "The load balancer to any port of the instances"
  vpc_id      = aws_vpc.main.id
  ingress {
    description     = "Load balancer"
    protocol        = "tcp"
    from_port       = 0
    to_port         = 65535
    security_groups = [aws_security_group.load_balancer.id]
  }
  ingress {
    description = "SSH"
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = ["198.51.100.0/24"]
  }
  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

locals {
  trusted = { InstanceRole = "ec2", ServiceRole = "ecs", TaskRole = "ecs-tasks" }
}

resource "aws_iam_role" "cluster" {
  for_each = local.trusted
  name     = "${local.cluster}${each.key}"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "${each.value}.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy_attachment" "instance" {
  role       = aws_iam_role.cluster["InstanceRole"].name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role"
}

resource "aws_iam_role_policy_attachment" "service" {
  role       = aws_iam_role.cluster["ServiceRole"].name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceRole"
}

resource "aws_iam_role_policy_attachment" "task" {
  role       = aws_iam_role.cluster["TaskRole"].name
  policy_arn = aws_iam_policy.config_read.arn
}

resource "aws_iam_instance_profile" "instance" {
  name = aws_iam_role.cluster["InstanceRole"].name
  role = aws_iam_role.cluster["InstanceRole"].name
}

resource "aws_iam_policy" "config_read" {
  name = "${local.cluster}ConfigRead"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "s3:ListBucket", Resource = aws_s3_bucket.config.arn },
      { Effect = "Allow", Action = "s3:GetObject", Resource = "${aws_s3_bucket.config.arn}/*" },
    ]
  })
}

resource "aws_iam_policy" "deploy" {
  name = "${local.cluster}Deploy"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Action = [
          "application-autoscaling:Describe*", "application-autoscaling:RegisterScalableTarget", "ecs:List*",
          "ecs:Describe*", "ecs:RegisterTaskDefinition", "ecs:CreateService", "ecs:UpdateService",
          "elasticloadbalancing:Describe*", "ecr:GetAuthorizationToken", "ecr:BatchCheckLayerAvailability",
          "ecr:GetDownloadUrlForLayer", "ecr:GetRepositoryPolicy", "ecr:DescribeRepositories", "ecr:ListImages",
          "ecr:DescribeImages", "ecr:BatchGetImage", "ecr:InitiateLayerUpload", "ecr:UploadLayerPart",
          "ecr:CompleteLayerUpload", "ecr:PutImage",
        ]
        Resource = "*"
      },
      {
        Effect   = "Allow"
        Action   = "iam:PassRole"
        Resource = [aws_iam_role.cluster["ServiceRole"].arn, aws_iam_role.cluster["TaskRole"].arn]
      },
    ]
  })
}

resource "aws_iam_user" "ci" {
  name = "${local.cluster}Ci"
}

resource "aws_iam_user_policy_attachment" "ci" {
  user       = aws_iam_user.ci.name
  policy_arn = aws_iam_policy.deploy.arn
}

resource "aws_ecs_cluster" "main" {
  name = local.cluster
}

resource "aws_key_pair" "ssh" {
  key_name   = local.cluster
  public_key = var.ssh_public_key
}

resource "aws_launch_configuration" "instances" {
  name_prefix                 = "${local.cluster}-"
  image_id                    = data.aws_ssm_parameter.image.insecure_value
  instance_type               = "t3.small"
  iam_instance_profile        = aws_iam_instance_profile.instance.name
  key_name                    = aws_key_pair.ssh.key_name
  security_groups             = [aws_security_group.instances.id]
  associate_public_ip_address = true
  enable_monitoring           = true
  user_data                   = <<-END
    #!/bin/bash
    echo ECS_CLUSTER=${aws_ecs_cluster.main.name} >> /etc/ecs/ecs.config
    echo ECS_ENABLE_TASK_IAM_ROLE=true >> /etc/ecs/ecs.config
  END
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_autoscaling_group" "instances" {
  name                      = "${local.cluster}Instances"
  launch_configuration      = aws_launch_configuration.instances.name
  vpc_zone_identifier       = aws_subnet.public[*].id
  min_size                  = 2
  max_size                  = 4
  desired_capacity          = 2
  health_check_type         = "EC2"
  health_check_grace_period = 0
  wait_for_capacity_timeout = "0"
  tag {
    key                 = "Name"
    value               = "${local.cluster} instance"
    propagate_at_launch = true
  }
}

resource "aws_route53_zone" "apps" {
  name    = local.domain
  comment = "Apps of ${local.cluster}"
}

resource "aws_acm_certificate" "apps" {
  domain_name               = "*.${local.domain}"
  subject_alternative_names = [local.domain]
  validation_method         = "DNS"
}

# Both names of the certificate ask for the same record.
resource "aws_route53_record" "validation" {
  zone_id         = aws_route53_zone.apps.zone_id
  name            = tolist(aws_acm_certificate.apps.domain_validation_options)[0].resource_record_name
  type            = tolist(aws_acm_certificate.apps.domain_validation_options)[0].resource_record_type
  records         = [tolist(aws_acm_certificate.apps.domain_validation_options)[0].resource_record_value]
  ttl             = 300
  allow_overwrite = true
}

resource "aws_acm_certificate_validation" "apps" {
  certificate_arn = aws_acm_certificate.apps.arn
  depends_on      = [aws_route53_record.validation]
}

resource "aws_lb" "main" {
  name               = local.cluster
  load_balancer_type = "application"
  subnets            = aws_subnet.public[*].id
  security_groups    = [aws_security_group.load_balancer.id]
  depends_on         = [aws_route.internet]
}

resource "aws_lb_target_group" "default" {
  name     = "${local.cluster}-default"
  vpc_id   = aws_vpc.main.id
  protocol = "HTTP"
  port     = 80
}

resource "aws_lb_listener" "http" {
  load_balancer_arn = aws_lb.main.arn
  protocol          = "HTTP"
  port              = 80
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.default.arn
  }
}

resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.main.arn
  protocol          = "HTTPS"
  port              = 443
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = aws_acm_certificate_validation.apps.certificate_arn
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.default.arn
  }
}
