package cli

import (
	"context"

	"github.com/spf13/cobra"
	"kortisto/db"
	"kortisto/db/accesslog"
	"kortisto/db/accounts"
)

// commandLine is who the commands about users write as.
var commandLine = db.Actor{Name: db.CommandLine}

// userChange is a verb that does one thing to a user, which the message tells.
type userChange struct {
	verb, message string
	do            func(users *accounts.Accounts, ctx context.Context, actor db.Actor, name string) error
}

var userChanges = []userChange{
	{"disable", "user.disabled", (*accounts.Accounts).DisableUser},
	{"enable", "user.enabled", (*accounts.Accounts).EnableUser},
	{"logout", "user.logged-out", (*accounts.Accounts).EndSessions},
	{"delete", "user.deleted", (*accounts.Accounts).DeleteUser},
}

func (p *program) userChangeCommand(change userChange) *cobra.Command {
	cmd := &cobra.Command{
		Use: change.verb,
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.changeUser(cmd.Context(), args[0], change.message, func(users *accounts.Accounts) error {
				return change.do(users, cmd.Context(), commandLine, args[0])
			})
		},
	}
	return p.takes(cmd, argument{name: "name"})
}

// changeUser changes a user and tells that it is done.
func (p *program) changeUser(ctx context.Context, name, message string, change func(users *accounts.Accounts) error) error {
	return p.withUser(ctx, name, accesslog.User, func(users *accounts.Accounts) error {
		if err := change(users); err != nil {
			return p.userError(err, name)
		}
		p.say(p.text.Text(message, "name", name))
		return nil
	})
}

func (p *program) userRoleCommand() *cobra.Command {
	role := roleChoice("")
	cmd := &cobra.Command{
		Use: "role",
		RunE: func(cmd *cobra.Command, args []string) error {
			if role.value == "" {
				return p.usage("usage.flag-missing", "flag", "--role").advise(role.advice(p.text))
			}
			return p.setRole(cmd.Context(), args[0], db.Role(role.value))
		},
	}
	cmd.Flags().Var(&role, "role", "")
	return p.takes(cmd, argument{name: "name"})
}

func (p *program) setRole(ctx context.Context, name string, role db.Role) error {
	return p.withUser(ctx, name, accesslog.Role, func(users *accounts.Accounts) error {
		if err := users.SetRole(ctx, commandLine, name, role); err != nil {
			return p.userError(err, name)
		}
		p.say(p.text.Text("user.role-changed", "name", name, "role", p.text.Text("role."+string(role))))
		return nil
	})
}

// roleChoice is the value of a flag that takes a role, "" for none unless given.
func roleChoice(role db.Role) choice {
	c := choice{value: string(role)}
	for _, r := range db.Roles {
		c.of = append(c.of, string(r))
	}
	return c
}
