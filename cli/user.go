package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"
	"kortisto/db"
	"kortisto/db/accounts"
)

func (p *program) userCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "user", Args: cobra.ArbitraryArgs, RunE: p.chooseCommand}
	cmd.AddCommand(p.userAddCommand(), p.userListCommand(), p.userPasswordCommand(), p.userDisableCommand())
	return cmd
}

func (p *program) userAddCommand() *cobra.Command {
	fromStdin := false
	role := choice{value: string(db.Editor)}
	for _, r := range db.Roles {
		role.of = append(role.of, string(r))
	}
	cmd := &cobra.Command{
		Use: "add",
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.addUser(cmd.Context(), args[0], db.Role(role.value), fromStdin)
		},
	}
	cmd.Flags().Var(&role, "role", "")
	cmd.Flags().BoolVar(&fromStdin, "password-stdin", false, "")
	return p.takes(cmd, argument{name: "name"})
}

func (p *program) addUser(ctx context.Context, name string, role db.Role, fromStdin bool) error {
	password, err := p.newPassword(ctx, fromStdin)
	if err != nil {
		return err
	}
	return p.withAccounts(ctx, func(users *accounts.Accounts) error {
		user, err := users.CreateUser(ctx, db.Actor{Name: db.CommandLine}, name, password, role)
		if err != nil {
			return p.userError(err, name)
		}
		p.say(p.text.Text("user.added", "name", user.Name, "role", p.text.Text("role."+string(user.Role))))
		return nil
	})
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
			if !user.Active {
				active = p.text.Text("word.no")
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
	return p.withAccounts(ctx, func(users *accounts.Accounts) error {
		if err := users.SetPassword(ctx, db.Actor{Name: db.CommandLine}, name, password); err != nil {
			return p.userError(err, name)
		}
		p.say(p.text.Text("user.password-changed", "name", name))
		return nil
	})
}

func (p *program) userDisableCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:  "disable",
		RunE: func(cmd *cobra.Command, args []string) error { return p.disableUser(cmd.Context(), args[0]) },
	}
	return p.takes(cmd, argument{name: "name"})
}

func (p *program) disableUser(ctx context.Context, name string) error {
	return p.withAccounts(ctx, func(users *accounts.Accounts) error {
		if err := users.DisableUser(ctx, db.Actor{Name: db.CommandLine}, name); err != nil {
			return p.userError(err, name)
		}
		p.say(p.text.Text("user.disabled", "name", name))
		return nil
	})
}

// userError names the user where the reason lies with one.
func (p *program) userError(err error, name string) error {
	switch {
	case errors.Is(err, db.ErrNotFound):
		return p.failure("failure.user-unknown", "name", name)
	case errors.Is(err, db.ErrNameTaken):
		return p.failure("failure.user-exists", "name", name)
	case errors.Is(err, accounts.ErrLastAdmin):
		return p.failure("failure.last-admin", "name", name)
	}
	return err
}
