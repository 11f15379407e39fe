# The services of stacks/templates/service.yaml, as many as asked for.

locals {
  names = toset([for i in range(var.services) : format("app-%03d", i + 1)])
}

resource "aws_lb_target_group" "app" {
  for_each             = local.names
  name                 = each.key
  vpc_id               = aws_vpc.main.id
  protocol             = "HTTP"
  port                 = 80
  deregistration_delay = 30
  health_check {
    path = "/admin/ok"
  }
}

resource "aws_lb_listener_rule" "http" {
  for_each     = local.names
  listener_arn = aws_lb_listener.http.arn
  priority     = tonumber(substr(each.key, 4, 3))
  condition {
    host_header {
      values = ["${each.key}.${local.domain}"]
    }
  }
  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.app[each.key].arn
  }
}

resource "aws_lb_listener_rule" "https" {
  for_each     = local.names
  listener_arn = aws_lb_listener.https.arn
  priority     = tonumber(substr(each.key, 4, 3))
  condition {
    host_header {
      values = ["${each.key}.${local.domain}"]
    }
  }
  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.app[each.key].arn
  }
}

resource "aws_ecr_repository" "app" {
  for_each = local.names
  name     = "digital-apps/${each.key}"
}

resource "aws_ecr_lifecycle_policy" "app" {
  for_each   = local.names
  repository = aws_ecr_repository.app[each.key].name
  policy = jsonencode({
    rules = [{
      rulePriority = 1
      description  = "Keep the newest 900 images"
      selection    = { tagStatus = "any", countType = "imageCountMoreThan", countNumber = 900 }
      action       = { type = "expire" }
    }]
  })
}

resource "aws_ecs_task_definition" "app" {
  for_each      = local.names
  family        = each.key
  network_mode  = "bridge"
  task_role_arn = aws_iam_role.cluster["TaskRole"].arn
  container_definitions = jsonencode([{
    name         = each.key
    image        = "public.ecr.aws/docker/library/busybox:stable"
    command      = ["sh", "-c", "mkdir -p /www/admin && echo ok > /www/admin/ok && exec httpd -f -p 3000 -h /www"]
    essential    = true
    memory       = 256
    portMappings = [{ containerPort = 3000, hostPort = 0, protocol = "tcp" }]
    environment = [
      { name = "AWS_ECS_SERVICE_NAME", value = each.key },
      { name = "AWS_S3_CONFIG_BUCKET", value = aws_s3_bucket.config.id },
      { name = "NODE_ENV", value = "production" },
    ]
    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = aws_cloudwatch_log_group.apps.name
        awslogs-region        = data.aws_region.here.name
        awslogs-stream-prefix = each.key
      }
    }
  }])
}

resource "aws_ecs_service" "app" {
  for_each                           = local.names
  name                               = each.key
  cluster                            = aws_ecs_cluster.main.arn
  launch_type                        = "EC2"
  task_definition                    = aws_ecs_task_definition.app[each.key].arn
  desired_count                      = 1
  iam_role                           = aws_iam_role.cluster["ServiceRole"].arn
  health_check_grace_period_seconds  = 60
  deployment_minimum_healthy_percent = 50
  deployment_maximum_percent         = 200
  load_balancer {
    container_name   = each.key
    container_port   = 3000
    target_group_arn = aws_lb_target_group.app[each.key].arn
  }
  ordered_placement_strategy {
    type  = "spread"
    field = "attribute:ecs.availability-zone"
  }
  depends_on = [aws_lb_listener_rule.http, aws_lb_listener_rule.https]
}

resource "aws_s3_object" "env" {
  for_each               = local.names
  bucket                 = aws_s3_bucket.config.id
  key                    = "${each.key}/.env"
  server_side_encryption = "AES256"
  content_type           = "text/plain"
  content                = "NEXT_ASSET_PREFIX=https://${aws_cloudfront_distribution.app[each.key].domain_name}\n"
}

resource "aws_iam_user" "app" {
  for_each = local.names
  name     = "digital-ci-${each.key}"
}

resource "aws_iam_user_policy_attachment" "app" {
  for_each   = local.names
  user       = aws_iam_user.app[each.key].name
  policy_arn = aws_iam_policy.deploy.arn
}

resource "aws_iam_access_key" "app" {
  for_each = local.names
  user     = aws_iam_user.app[each.key].name
}

resource "aws_secretsmanager_secret" "app" {
  for_each                = local.names
  name                    = "digital-ci/${each.key}"
  recovery_window_in_days = 0
}

resource "aws_secretsmanager_secret_version" "app" {
  for_each      = local.names
  secret_id     = aws_secretsmanager_secret.app[each.key].id
  secret_string = aws_iam_access_key.app[each.key].secret
}

resource "aws_cloudfront_distribution" "app" {
  for_each     = local.names
  enabled      = true
  comment      = each.key
  price_class  = "PriceClass_100"
  http_version = "http2"
  aliases      = ["${each.key}.${local.domain}"]
  origin {
    origin_id   = "load-balancer"
    domain_name = aws_lb.main.dns_name
    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
    }
  }
  default_cache_behavior {
    target_origin_id       = "load-balancer"
    viewer_protocol_policy = "redirect-to-https"
    allowed_methods        = ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"]
    cached_methods         = ["GET", "HEAD"]
    compress               = true
    forwarded_values {
      query_string = true
      headers      = ["Host"]
      cookies {
        forward = "all"
      }
    }
  }
  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }
  viewer_certificate {
    acm_certificate_arn      = aws_acm_certificate_validation.apps.certificate_arn
    ssl_support_method       = "sni-only"
    minimum_protocol_version = "TLSv1.2_2021"
  }
}

resource "aws_route53_record" "app" {
  for_each = local.names
  zone_id  = aws_route53_zone.apps.zone_id
  name     = "${each.key}.${local.domain}"
  type     = "A"
  alias {
    name                   = aws_cloudfront_distribution.app[each.key].domain_name
    zone_id                = "Z2FDTNDATAQYW2"
    evaluate_target_health = false
  }
}

resource "aws_cloudwatch_metric_alarm" "app" {
  for_each          = local.names
  alarm_name        = "digital-${each.key}-healthy-hosts"
  alarm_description = "${each.key} has no healthy container"
  namespace         = "AWS/ApplicationELB"
  metric_name       = "HealthyHostCount"
  dimensions = {
    LoadBalancer = aws_lb.main.arn_suffix
    TargetGroup  = aws_lb_target_group.app[each.key].arn_suffix
  }
  statistic           = "Minimum"
  period              = 60
  evaluation_periods  = 2
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  treat_missing_data  = "breaching"
}
