package products

import (
	"time"

	"gapless/engine/checkpoints"
	"gapless/model"
	"gapless/model/clock"
)

// skipped, compared and worked are what a restart does with the backups of a kind: by
// direct access, and through a gateway. V5, V6.
var (
	skipped  = [checkpoints.Connections]model.RestartFilter{}
	compared = [checkpoints.Connections]model.RestartFilter{model.RestartCompares, model.RestartCompares}
	worked   = [checkpoints.Connections]model.RestartFilter{checkpoints.Direct: model.RestartWorks}
)

var veeam122 = Product{
	Name: "veeam-12.2", About: "Veeam 12.2: background removal of checkpoints in object repositories.",
	settings: checkpointSettings,
	Rules: &checkpoints.Rules{
		Product:    "veeam-12.2",
		Poll:       clock.Of(5 * time.Minute),
		Patience:   clock.Of(5 * time.Minute),
		Generation: clock.Of(10 * 24 * time.Hour),
		Block:      1 << 20,
		Restart: [checkpoints.Kinds][checkpoints.Connections]model.RestartFilter{
			checkpoints.VM:              skipped,
			checkpoints.AgentByServer:   skipped,
			checkpoints.AgentByAgent:    worked,
			checkpoints.AgentStandalone: worked,
			checkpoints.Other:           compared,
		},
		Notify:   true,
		MailHour: 22,
	},
	Follows: []Fact{
		{"V1", "A job that starts to process its backup asks the backup service for outdated checkpoints to be removed, and goes on without waiting. A checkpoint that is not complete outdates none."},
		{"V2", "The removal job runs all the time and polls the service for requests; each names the backup, its host and its repository."},
		{"V3", "An agent lists the outdated checkpoints: on the mount server for direct access, on the gateway server otherwise."},
		{"V4", "What is outdated is deleted, never the newest complete checkpoint; lists and locks are looked at again at the instant of the deletion, and what a lock holds is left for the next pass."},
		{"V5", "A restart works on a backup of another kind only when the newest checkpoint at the last pass that was completed is not the latest that was created."},
		{"V6", "A restart always works on backups of agents that are standalone or managed by agent with direct access, and never on those of VM jobs, of agents managed by the server, or of agents through a gateway."},
		{"V7", "With Cloud Connect the removal job of the side works that has the connection to the repository."},
		{"V8", "The errors of all passes that were completed go into one mail a day; a day without errors sends none."},
		{"V9", "Requests are held in the service's memory: those that nobody had picked up end with it."},
	},
}

var checkpointSettings = []Setting{
	{Key: "poll-interval", Source: "V2", Decision: true, About: "how often the removal job looks for requests",
		kind: span[checkpoints.Rules]{of: func(r *checkpoints.Rules) *clock.Duration { return &r.Poll }, min: time.Second, max: 24 * time.Hour}},
	{Key: "block-generation", Source: "V4, block generation of object repositories (10 days; 30 for some providers)", About: "time that is added to the immutability, in which all blocks are locked alike",
		kind: span[checkpoints.Rules]{of: func(r *checkpoints.Rules) *clock.Duration { return &r.Generation }, min: time.Hour, max: 90 * 24 * time.Hour}},
	{Key: "latest-removed", Source: "V5", Decision: true, About: "what a restart compares with the latest checkpoint created: the newest at the last pass that was completed, or the last that was removed",
		kind: option[checkpoints.Rules]{words: []string{"newest-at-pass", "last-removed"},
			is: func(r *checkpoints.Rules) int { return int(r.LatestRemoved) },
			be: func(r *checkpoints.Rules, i int) { r.LatestRemoved = checkpoints.LatestRemoved(i) }}},
	{Key: "cloud-side", Source: "V7", Decision: true, About: "the side that removes checkpoints with Cloud Connect: the one with the connection to the repository, or always the same",
		kind: option[checkpoints.Rules]{words: []string{"connection", "tenant", "provider"},
			is: func(r *checkpoints.Rules) int { return int(r.Side) },
			be: func(r *checkpoints.Rules, i int) { r.Side = checkpoints.Side(i) }}},
	{Key: "notification", Source: "V8", About: "whether the daily mail is sent",
		kind: either("off", "on", func(r *checkpoints.Rules) *bool { return &r.Notify })},
	{Key: "mail-hour", Source: "V8", Decision: true, About: "the hour of the master's local time at which the daily mail is sent",
		kind: number[checkpoints.Rules]{of: func(r *checkpoints.Rules) *int { return &r.MailHour }, max: 23}},
	{Key: "quiet-day", Source: "V8", Decision: true, About: "what a day without errors sends",
		kind: either("nothing", "mail", func(r *checkpoints.Rules) *bool { return &r.QuietMail })},
	{Key: "patience", Source: "V3", Decision: true, About: "how long a process waits for an agent's or a gateway's answer",
		kind: span[checkpoints.Rules]{of: func(r *checkpoints.Rules) *clock.Duration { return &r.Patience }, min: time.Second, max: long}},
	{Key: "break", Source: "the product's rules, broken on purpose", About: "break one rule, to see a script fail; see gapless rules",
		kind: breaking[checkpoints.Rules]{}},
}

var checkpointBreaks = []broken[checkpoints.Rules]{
	{"unfinished-outdates", "V1", "a checkpoint that is being written outdates those before it", func(r *checkpoints.Rules) { r.UnfinishedOutdates = true }},
	{"ask-at-end", "V1", "a job asks for removal when it ends", func(r *checkpoints.Rules) { r.AskAtEnd = true }},
	{"poll-once", "V2", "the removal job looks for requests only once", func(r *checkpoints.Rules) { r.PollOnce = true }},
	{"agent-on-mount", "V3", "agents start on the mount server, also for repositories behind a gateway", func(r *checkpoints.Rules) { r.AgentOnMount = true }},
	{"newest-too", "V4", "the newest checkpoint is removed, too", func(r *checkpoints.Rules) { r.NewestToo = true }},
	{"trust-the-list", "V4", "what was listed is deleted without another look at it and at its lock", func(r *checkpoints.Rules) { r.TrustList = true }},
	{"no-lock", "V4", "nothing is locked in repositories with immutability", func(r *checkpoints.Rules) { r.NoLock = true }},
	{"keep-locks", "V4", "blocks that are used again keep the lock of their old generation", func(r *checkpoints.Rules) { r.KeepLocks = true }},
	{"restart-without-comparison", "V5", "a restart works on all backups of other kinds", restart(model.RestartCompares, model.RestartWorks)},
	{"restart-skips-others", "V5", "a restart skips backups of other kinds", restart(model.RestartCompares, model.RestartSkips)},
	{"restart-works-on-all", "V6", "a restart works on the kinds that are to be skipped", restart(model.RestartSkips, model.RestartWorks)},
	{"restart-skips-agents", "V6", "a restart skips agents with direct access", restart(model.RestartWorks, model.RestartSkips)},
	{"wrong-side", "V7", "with Cloud Connect the side without the connection works", func(r *checkpoints.Rules) { r.Side = checkpoints.OtherSide }},
	{"mail-each", "V8", "each pass with errors sends a mail of its own", func(r *checkpoints.Rules) { r.MailEach = true }},
	{"mail-daily", "V8", "a day without errors sends a mail, too", func(r *checkpoints.Rules) { r.QuietMail = true }},
	{"requests-survive", "V9", "requests outlive the service", func(r *checkpoints.Rules) { r.KeepRequests = true }},
}

// restart has one filter take another's place.
func restart(from, to model.RestartFilter) func(*checkpoints.Rules) {
	return func(r *checkpoints.Rules) {
		for k := range r.Restart {
			for c := range r.Restart[k] {
				if r.Restart[k][c] == from {
					r.Restart[k][c] = to
				}
			}
		}
	}
}
