import Testing

@Suite struct PlaceholderReportsTests {}
