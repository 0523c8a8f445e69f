package io.facet.functions.aggregate;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import io.facet.functions.TestingEvents;
import io.facet.functions.state.SnapshotCompatibilityTest;
import io.facet.functions.state.SnapshotCompatibilityTest.Stored;

class AggregateStateCompatibilityTest {

    @Test
    void trackAggregate_ofEveryReleasedVersion_isReadable() throws IOException {
        TrackAggregate aggregate = TrackAggregate.of(
                        TestingEvents.observation(1, 0, 0.5, TestingEvents.BUNDLE, TestingEvents.everyHead()))
                .plus(TestingEvents.observation(1, 1, 0.25, TestingEvents.BUNDLE, TestingEvents.everyHead()));

        SnapshotCompatibilityTest.verify(new Stored<>("track-aggregate", new TrackAggregateCodec(), aggregate));
    }

    @Test
    void streamTally_ofEveryReleasedVersion_isReadable() throws IOException {
        SnapshotCompatibilityTest.verify(
                new Stored<>("stream-tally", new StreamTallyCodec(), new StreamTally(1, 2, 3, 4, 5, 6, 7)));
    }
}
