package io.facet.connectors.ingest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SegmentPublisherTest {
    @Test
    @Timeout(20)
    void open_withoutKafka_failsInBoundedTimeNamingTheAddress() throws IOException {
        String nobody = "127.0.0.1:" + freePort();
        PublisherOptions options = PublisherOptions.of(nobody, "facet.segments").withTimeout(Duration.ofMillis(800));
        assertThatThrownBy(() -> SegmentPublisher.open(options))
                .isInstanceOf(PublishException.class)
                .hasMessageStartingWith(
                        "expected Kafka with topic facet.segments at " + nobody + ", found none within 0.8 s");
    }

    @Test
    void open_withAddressThatIsNone_namesIt() {
        PublisherOptions options = PublisherOptions.of("no-port", "facet.segments");
        assertThatThrownBy(() -> SegmentPublisher.open(options))
                .isInstanceOf(PublishException.class)
                .hasMessageContaining("at no-port")
                .hasMessageNotContaining("\n");
    }

    @Test
    void options_ofImpossibleSizes_areRefused() {
        assertThatThrownBy(() -> PublisherOptions.of("a:1", "t").withMaxRecordBytes(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got 0");
        assertThat(PublisherOptions.of("a:1", "t").withMaxRecordBytes(64 << 20).bufferBytes())
                .isEqualTo(64 << 20);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
