import Testing

@Suite struct PlaceholderResourcesTests {}
