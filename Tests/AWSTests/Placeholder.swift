import Testing

@Suite struct PlaceholderAWSTests {}
