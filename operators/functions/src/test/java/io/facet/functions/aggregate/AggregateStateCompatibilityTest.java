package io.facet.functions.aggregate;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import io.facet.domain.face.HeadResult;
import io.facet.functions.TestingEvents;
import io.facet.functions.state.SnapshotCompatibilityTest;
import io.facet.functions.state.SnapshotCompatibilityTest.Stored;

class AggregateStateCompatibilityTest {

    @Test
    void trackAggregate_ofEveryReleasedVersion_isReadable() throws IOException {
        verify("track-aggregate", TestingEvents.firstHeads());
        verify("track-aggregate-later-heads", TestingEvents.laterHeads());
    }

    private static void verify(String name, HeadResult[] heads) throws IOException {
        TrackAggregate aggregate = TrackAggregate.of(TestingEvents.observation(1, 0, 0.5, TestingEvents.BUNDLE, heads))
                .plus(TestingEvents.observation(1, 1, 0.25, TestingEvents.BUNDLE, heads));
        SnapshotCompatibilityTest.verify(new Stored<>(name, new TrackAggregateCodec(), aggregate));
    }

    @Test
    void streamTally_ofEveryReleasedVersion_isReadable() throws IOException {
        SnapshotCompatibilityTest.verify(
                new Stored<>("stream-tally", new StreamTallyCodec(), new StreamTally(1, 2, 3, 4, 5, 6, 7)));
    }
}
