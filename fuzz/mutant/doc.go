// Package mutant plants defects in the engine and counts how many random scripts it takes
// to find each. A search that finds nothing in a sound engine says something only if it
// would have found what is wrong with another.
//
// A Mutant is a product with one defect: a break, which is a rule that is another, or a
// mistake in how the rules are carried out (engine/defect). It names the property that it
// breaks, and the class of failures of real backup products that it stands for. Both are
// switched on by the setting that breaks rules, so that the script of a mutant which was
// found is one like all others, and replays.
//
// Each mutant is looked for with the scripts of campaigns, by what campaigns call a
// finding. The product without the defect runs the same scripts: what it loses as well
// finds nothing.
//
// The scripts in testdata are those that a search left: gapless fuzz --mutants --out DIR
// writes them to DIR/mutants. A mutant that was found once stays found.
package mutant
