// Package bucket is a simulated object repository: keys with versions of objects,
// which can be locked against deletion until an instant (S3's object lock).
//
// The repository has a clock of its own, which shows the true time, and looks at a
// lock at the instant of the deletion and at no other. Each call is one operation of the host
// that makes it, and passes that host's gate with the key as the path: see Bucket.From.
package bucket
