// Package backup is the client process (bpbkar): it walks a job's volumes, chooses
// files, reads them and sends them to the writer, with a checkpoint at file
// boundaries, and clears archive bits once the image is acknowledged.
package backup
