// Package media is the writer (bptm): it appends one job's image to media, goes on
// to the next medium at the end of one, and says where each fragment lies once it
// is durable.
package media
