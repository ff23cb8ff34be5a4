// Package products is the products whose rules the engine can follow: one file a
// product, each data.
//
// A Product points to the rules of its system, job.Rules or checkpoints.Rules, and
// names the rule of the source documents behind each choice. A Setting changes one
// choice, and says whether a document or a decision of ours is behind its default. A
// Break changes one choice to what the rules forbid: it exists so that scripts can be
// seen to fail. Settings and breaks know which system's rules they are about.
package products
