"""The python-telegram-bot application: the commands' handlers over this process's service."""

from __future__ import annotations

from typing import Any

from telegram.ext import Application, ApplicationBuilder

from tidings.bot.answering import note_error
from tidings.bot.service import SERVICE, Service
from tidings.bot.talking import commands


def application(service: Service) -> Application[Any, Any, Any, Any, Any, Any]:
    """The application; it fetches no updates itself, the worker gives it one at a time."""
    built = ApplicationBuilder().bot(service.bot).updater(None).job_queue(None).build()
    built.bot_data[SERVICE] = service
    commands.register(built)
    built.add_error_handler(note_error)
    return built
