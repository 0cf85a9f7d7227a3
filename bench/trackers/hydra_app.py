"""A job that does nothing, for Hydra's basic launcher."""
import hydra


@hydra.main(version_base=None, config_path=None)
def main(config):
    return 0.0


if __name__ == "__main__":
    main()
