import Testing

@Suite struct PlaceholderEngineTests {}
