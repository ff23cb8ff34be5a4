// Package selection decides which files an incremental takes.
//
// A Method is a value; products choose one and give it what it compares with. It
// sees one file at a time, as it is when its turn comes, and says why it took it or
// left it out. By times (ByTime), by archive bits (ByBit) and by what the catalogue lists
// (ByCatalog) are the documents' methods, ByJournal is what a change journal makes of
// them, ByAccess chooses a working set, and ByProof takes all but what is proven to be unchanged.
package selection
