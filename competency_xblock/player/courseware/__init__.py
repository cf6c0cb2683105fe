"""The XBlock runtime of the player: what blocks store, what they may ask for, and how they are reached.

Only `content`, `runtime`, `progress` and the names of the addresses are for other apps; `extensions`, `places`,
`policies` and `results` also for what an operator does with them (`player.deadlines`, `player.rescoring`).
"""
