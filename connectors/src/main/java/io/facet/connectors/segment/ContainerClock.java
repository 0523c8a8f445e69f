package io.facet.connectors.segment;

import io.facet.domain.video.SegmentHeader.Container;

/**
 * The time grid of a container. Presentation times of a stream are always on the grid of its container, so that the
 * microseconds in a segment's header and the ticks in its payload can be turned into each other without loss, whichever
 * segment a frame is in.
 */
public enum ContainerClock {
    /** 90,000 ticks a second: 9 ticks are 100 µs. */
    MPEGTS(9, 100),
    /** 1,000 ticks a second, as FFmpeg writes Matroska. */
    MATROSKA(1, 1_000);

    private static final long MICROS_PER_SECOND = 1_000_000;

    private final long ticks;
    private final long micros;

    ContainerClock(long ticks, long micros) {
        this.ticks = ticks;
        this.micros = micros;
    }

    /** The grid of a container. */
    public static ContainerClock of(Container container) {
        return switch (container) {
            case MPEGTS -> MPEGTS;
            case MATROSKA -> MATROSKA;
        };
    }

    /** Ticks in a second. */
    public int ticksPerSecond() {
        return (int) (MICROS_PER_SECOND / micros * ticks);
    }

    /** Ticks as microseconds, rounded to the nearest. */
    public long toMicros(long tickCount) {
        return roundedRatio(tickCount, micros, ticks);
    }

    /** Microseconds as ticks, rounded to the nearest; {@code toTicks(toMicros(t)) == t}. */
    public long toTicks(long microsCount) {
        return roundedRatio(microsCount, ticks, micros);
    }

    private static long roundedRatio(long value, long multiply, long divide) {
        return Math.floorDiv(Math.addExact(Math.multiplyExact(value, multiply), divide / 2), divide);
    }
}
