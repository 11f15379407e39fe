import Testing

@Suite struct PlaceholderplumbTests {}
