"""The command ``competency``. Subcommands are imported only when they are used: ``check`` must not wait for Django."""

from importlib import import_module

import click

from competency_xblock import __version__

COMMANDS = {
    "check": "competency_xblock.cli.check:check",
    "simulate": "competency_xblock.cli.simulate:simulate",
    "build": "competency_xblock.cli.build:build",
    "export": "competency_xblock.cli.export:export",
    "serve": "competency_xblock.cli.player:serve",
    "migrate": "competency_xblock.cli.player:migrate",
    "install": "competency_xblock.cli.player:install",
    "user": "competency_xblock.cli.user:user",
    "extend": "competency_xblock.cli.learners:extend",
    "rescore": "competency_xblock.cli.learners:rescore",
    "expire": "competency_xblock.cli.learners:expire",
    "evidence": "competency_xblock.cli.evidence:evidence",
    "backup": "competency_xblock.cli.player:backup",
    "restore": "competency_xblock.cli.player:restore",
    "demo": "competency_xblock.cli.player:demo",
}


class _OnDemand(click.Group):
    """A group whose commands are named in COMMANDS."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)  # noqa: S101  a slip in COMMANDS, found by its test
        return command


@click.group(cls=_OnDemand)
@click.version_option(__version__, prog_name="competency")
def main() -> None:
    """Write, check, build and serve a course of scenario exercises."""
