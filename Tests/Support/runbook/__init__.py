"""What the stacks in stacks/ must have made of an account, read with boto3: the runbook's own words, not plumb's."""
