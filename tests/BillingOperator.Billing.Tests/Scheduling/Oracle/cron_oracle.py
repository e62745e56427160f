"""Two opinions on cron schedules that owe nothing to the product's code.

Reads lines "EXPRESSION<tab>ZONE<tab>AFTER" (AFTER in seconds since 1970) and answers each with "CRONITER<tab>WATCHED":
the first slot after that moment by croniter, and by looking at the zone's clock minute after minute, for years. Each is in seconds since 1970, or "none".
"""

import functools
import sys
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from croniter import CroniterBadDateError, croniter

HORIZON = timedelta(days=9 * 366)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

# No clock was ever put back by more than a day and an hour; what it showed before that cannot be shown again.
LONGEST_REPETITION = timedelta(hours=25)

MONTHS = dict(zip("jan feb mar apr may jun jul aug sep oct nov dec".split(), range(1, 13)))
WEEKDAYS = dict(zip("sun mon tue wed thu fri sat".split(), range(7)))
SHORT_FORMS = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}


def by_croniter(expression, zone, after):
    try:
        return int(croniter(expression, datetime.fromtimestamp(after, zone)).get_next(datetime).timestamp())
    except CroniterBadDateError:
        return None


class Expression:
    """crontab(5) as POSIX and Kubernetes' CronJob have it: in the day fields only a plain * (or */1) is no restriction."""

    def __init__(self, text):
        fields = SHORT_FORMS.get(text.lower(), text).lower().split()
        self.minutes = values(fields[0], 0, 59)
        self.hours = values(fields[1], 0, 23)
        self.days = values(fields[2], 1, 31)
        self.months = values(fields[3], 1, 12, MONTHS)
        self.weekdays = {day % 7 for day in values(fields[4], 0, 6, WEEKDAYS)}
        self.is_about_intervals = "*" in fields[1]
        self.either_day = not unrestricted(fields[2]) and not unrestricted(fields[4])

    def has_day(self, day):
        in_month = day.day in self.days
        in_week = day.isoweekday() % 7 in self.weekdays
        either = in_month or in_week if self.either_day else in_month and in_week
        return day.month in self.months and either

    def has(self, time):
        return time.minute in self.minutes and time.hour in self.hours and self.has_day(time)


def values(field, first, last, names=None):
    found = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        if span == "*":
            start, end = first, last
        else:
            ends = [(names or {}).get(end) if end in (names or {}) else int(end) for end in span.split("-")]
            start, end = ends[0], max(ends[0], last) if step and len(ends) == 1 else ends[-1]
        found.update(range(start, end + 1, int(step or 1)))
    return found


def unrestricted(field):
    return any(part in ("*", "*/1") for part in field.split(","))


@functools.lru_cache(maxsize=200_000)
def offset(zone, moment):
    return moment.astimezone(zone).utcoffset()


def by_watching(expression, zone, after):
    """Times of day run at their first showing, or when the clock jumps over them; intervals run at every showing."""
    schedule = Expression(expression)
    start = datetime.fromtimestamp(after, timezone.utc).replace(second=0)
    end = start + HORIZON
    moment = start - LONGEST_REPETITION
    clock = shown(zone, moment)
    highest = clock
    while moment < end:
        if moment > start and (step := quiet_time(schedule, zone, moment, clock)):
            moment, clock = moment + step, clock + step
            highest = max(highest, clock)
            continue
        before = clock
        moment += MINUTE
        clock = shown(zone, moment)
        if schedule.is_about_intervals:
            due = schedule.has(clock)
        else:
            due = any(schedule.has(time) for time in times(max(before, highest), clock))
        highest = max(highest, clock)
        if due and moment > start:
            return int(moment.timestamp())
    return None


def shown(zone, moment):
    return moment.replace(tzinfo=None) + offset(zone, moment)


def times(before, until):
    """Every minute after one time of day and up to another; more than one where the clock jumped ahead."""
    while before < until:
        before += MINUTE
        yield before


def quiet_time(schedule, zone, moment, clock):
    """A day or an hour for which the clock runs evenly, and which the schedule leaves out."""
    today, tomorrow = schedule.has_day(clock), schedule.has_day(clock + DAY)
    if not today and not tomorrow and offset(zone, moment) == offset(zone, moment + DAY):
        return DAY
    after = clock + HOUR
    matches = (today and clock.hour in schedule.hours) or (schedule.has_day(after) and after.hour in schedule.hours)
    return HOUR if not matches and offset(zone, moment) == offset(zone, moment + HOUR) else None


def main():
    for line in sys.stdin:
        expression, name, after = line.rstrip("\n").split("\t")
        zone = ZoneInfo(name)
        expected = by_croniter(expression, zone, int(after))
        watched = by_watching(expression, zone, int(after))
        print(expected or "none", watched or "none", sep="\t")


main()
