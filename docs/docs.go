// Package docs holds the documents that the program itself prints.
//
// The Markdown files beside it are for people; what is embedded here is read by
// code as well, so its form is part of the contract: see internal/rulebook.
package docs

import _ "embed"

// Rules is rules.md: every rule, one list item a line below the heading of its group.
//
//go:embed rules.md
var Rules string
