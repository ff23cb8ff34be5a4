package cli

import (
	"gapless/scenarios"

	"github.com/spf13/cobra"
)

// newScenarioTopic is a topic of help and no command: gapless help scenario.
func newScenarioTopic() *cobra.Command {
	return &cobra.Command{Use: "scenario", Short: "The scenario language, whole", Long: scenarios.Help()}
}
