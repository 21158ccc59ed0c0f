"""Fine-tune: from examples to an adapter that answers in the chat.

    place.py    where the page will be      page.py      the list of runs, and what is chosen of it
    desk.py     the run that is under way   draft.py     the run that is being put together
    run_view.py a run, live and after

Everything slow is done elsewhere and comes back through the bridge.
"""
