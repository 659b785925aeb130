"""A part of a run that has a name and figures of its own."""

import time
import uuid

from ..output_methods.emissions_data import TaskEmissionsData


class Task:
    def __init__(self, task_name):
        self.task_name = task_name
        self.task_id = task_name + str(uuid.uuid4())
        self.start_time = time.perf_counter()
        self.is_active = True
        self.emissions_data = None

    def out(self):
        """Its row of the task file."""
        return TaskEmissionsData.of(self.task_name, self.emissions_data)
