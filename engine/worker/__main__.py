"""`python -m engine.worker`: the engine process. Not for people; see `engine.worker`."""

from engine.worker.main import main

if __name__ == "__main__":
    main()
