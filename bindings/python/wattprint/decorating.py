"""Functions of every kind inside a tracker or a task."""

import functools
import inspect


def decorate(function, fresh):
    """fresh(function) makes the scope of one call."""
    if inspect.isasyncgenfunction(function):

        @functools.wraps(function)
        async def scoped(*args, **kwargs):
            with fresh(function):
                async for item in function(*args, **kwargs):
                    yield item

    elif inspect.iscoroutinefunction(function):

        @functools.wraps(function)
        async def scoped(*args, **kwargs):
            with fresh(function):
                return await function(*args, **kwargs)

    elif inspect.isgeneratorfunction(function):

        @functools.wraps(function)
        def scoped(*args, **kwargs):
            with fresh(function):
                return (yield from function(*args, **kwargs))

    else:

        @functools.wraps(function)
        def scoped(*args, **kwargs):
            with fresh(function):
                return function(*args, **kwargs)

    return scoped
