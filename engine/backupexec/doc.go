// Package backupexec is Backup Exec's server: references that jobs leave behind,
// restart from checkpoints by error-handling rules, media with periods and protection
// levels, and deletion after backup.
//
// What is a choice of the product is in Rules. What other products do alike is in
// engine/job; which medium is written to is chosen by the writer, engine/media, on the
// clock of its host.
package backupexec
