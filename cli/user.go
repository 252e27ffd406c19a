package cli

import (
	"context"

	"github.com/spf13/cobra"
	"kortisto/db"
	"kortisto/db/accesslog"
	"kortisto/db/accounts"
)

func (p *program) userCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "user", Args: cobra.ArbitraryArgs, RunE: p.chooseCommand}
	cmd.AddCommand(p.userAddCommand(), p.userListCommand(), p.userPasswordCommand(), p.userLinkCommand(), p.userRoleCommand())
	for _, change := range userChanges {
		cmd.AddCommand(p.userChangeCommand(change))
	}
	return cmd
}

func (p *program) userAddCommand() *cobra.Command {
	var (
		fromStdin, byLink bool
		at                site
	)
	role := roleChoice(db.Editor)
	cmd := &cobra.Command{
		Use: "add",
		RunE: func(cmd *cobra.Command, args []string) error {
			if byLink {
				return p.inviteUser(cmd.Context(), args[0], db.Role(role.value), at.address())
			}
			return p.addUser(cmd.Context(), args[0], db.Role(role.value), fromStdin)
		},
	}
	cmd.Flags().Var(&role, "role", "")
	cmd.Flags().BoolVar(&byLink, "link", false, "")
	cmd.Flags().BoolVar(&fromStdin, "password-stdin", false, "")
	at.add(cmd)
	return p.takes(cmd, argument{name: "name"})
}

func (p *program) addUser(ctx context.Context, name string, role db.Role, fromStdin bool) error {
	password, err := p.newPassword(ctx, fromStdin)
	if err != nil {
		return err
	}
	return p.withUser(ctx, name, accesslog.User, func(users *accounts.Accounts) error {
		user, err := users.CreateUser(ctx, commandLine, name, password, role)
		if err != nil {
			return p.userError(err, name)
		}
		p.sayAdded(user)
		return nil
	})
}

// inviteUser adds a user, who chooses the password by the link that is printed.
func (p *program) inviteUser(ctx context.Context, name string, role db.Role, address string) error {
	return p.withUser(ctx, name, accesslog.User, func(users *accounts.Accounts) error {
		user, token, err := users.InviteUser(ctx, commandLine, name, role)
		if err != nil {
			return p.userError(err, name)
		}
		p.sayAdded(user)
		return p.printLink(user.Name, address, token)
	})
}

func (p *program) sayAdded(user *accounts.User) {
	p.say(p.text.Text("user.added", "name", user.Name, "role", p.text.Text("role."+string(user.Role))))
}

func (p *program) userListCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:  "list",
		RunE: func(cmd *cobra.Command, _ []string) error { return p.listUsers(cmd.Context()) },
	}
	return p.takes(cmd, argument{})
}

func (p *program) listUsers(ctx context.Context) error {
	return p.withAccounts(ctx, func(users *accounts.Accounts) error {
		all, err := users.Users(ctx)
		switch {
		case err != nil:
			return err
		case len(all) == 0:
			p.say(p.text.Text("user.none"))
			return nil
		}
		rows := make([][]string, len(all))
		for i, user := range all {
			active := p.text.Text("word.yes")
			switch {
			case !user.Active:
				active = p.text.Text("word.no")
			case !user.HasPassword():
				active = p.text.Text("user.invited")
			}
			rows[i] = []string{user.Name, p.text.Text("role." + string(user.Role)), active, user.CreatedAt.Time().Format(timeForm)}
		}
		return p.printRows([]string{"name", "role", "active", "created"}, rows)
	})
}

func (p *program) userPasswordCommand() *cobra.Command {
	fromStdin := false
	cmd := &cobra.Command{
		Use:  "password",
		RunE: func(cmd *cobra.Command, args []string) error { return p.setPassword(cmd.Context(), args[0], fromStdin) },
	}
	cmd.Flags().BoolVar(&fromStdin, "password-stdin", false, "")
	return p.takes(cmd, argument{name: "name"})
}

func (p *program) setPassword(ctx context.Context, name string, fromStdin bool) error {
	password, err := p.newPassword(ctx, fromStdin)
	if err != nil {
		return err
	}
	return p.changeUser(ctx, name, "user.password-changed", func(users *accounts.Accounts) error {
		return users.SetPassword(ctx, commandLine, name, password)
	})
}
