// # Language
//
// YAML or JSON bytes -> spanned nodes -> template -> bound template -> property values.
//
// - Parse/     files and YAML: `FileLoader`, `YAMLReader` (libyaml, bounded), `Node`.
// - Template/  `Template`, `StackFile`, `StackSet`: what the files say, each part with its place.
// - Functions/ evaluation: `Inputs` (all that comes from outside, as values), `Evaluator`, `BoundTemplate`.
// - Validate/  names, cycles, and properties against a type's schema; places of property paths; spelling.
//
// The room reads files only through a `FileLoader`, knows no resource type (schemas come in as a closure), and talks to
// nobody. Every finding is a `Diagnostic` from a factory in `LanguageDiagnostics.swift` (files, YAML, structure, stacks) or
// `TemplateDiagnostics.swift` (functions, references, parameters, properties).
//
// To add an intrinsic function: a case in `FunctionName` and in `Expression.Function`, its arguments in `FunctionReader`, its
// value in `FunctionCalls`, and cases in `FunctionTests` and Tests/Golden/language.
//
// The order of use:
//
//     StackSet.load(paths, from: files)                    stack files, templates, their order
//     template.checked(schemas:)                           types and attributes
//     template.needs(inputs) … until empty                 what to fetch first
//     template.bind(inputs)                                parameters, rules, conditions, dependencies, cycles
//     bound.properties(of:reference:imported:)             values, deferred where a resource must exist first
//     bound.validate(_:properties:schema:)                 against the schema; `schema.normalised` for scalars
