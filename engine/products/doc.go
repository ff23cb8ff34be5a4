// Package products is the products whose rules the engine can follow: one file a
// product, each data.
//
// A Product is a value of job.Rules with the rule of the source documents behind each
// choice. A Setting changes one choice, and says whether a document or a decision of
// ours is behind its default. A Break changes one choice to what the rules forbid:
// it exists so that scripts can be seen to fail.
package products
