package io.facet.training.loop.schedule;

/**
 * A length of training, in updates of the optimiser or in passes over the data.
 *
 * @param value 0 or more
 * @param unit of the value
 */
public record Amount(double value, Unit unit) {
    /** What is counted. */
    public enum Unit {
        UPDATES,
        EPOCHS
    }

    public Amount {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("an amount of training is 0 or more, found " + value);
        }
    }

    public static Amount updates(long updates) {
        return new Amount(updates, Unit.UPDATES);
    }

    public static Amount epochs(double epochs) {
        return new Amount(epochs, Unit.EPOCHS);
    }

    /** In updates, to the nearest. */
    public long inUpdates(double updatesPerEpoch) {
        return Math.round(unit == Unit.UPDATES ? value : value * updatesPerEpoch);
    }
}
