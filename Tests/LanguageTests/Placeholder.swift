import Testing

@Suite struct PlaceholderLanguageTests {}
