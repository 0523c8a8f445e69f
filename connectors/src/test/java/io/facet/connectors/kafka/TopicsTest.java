package io.facet.connectors.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TopicsTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    @Test
    void withPrefix_default_givesTheDocumentedNames() {
        Topics topics = Topics.withPrefix(Topics.DEFAULT_PREFIX);

        assertThat(topics.segments()).isEqualTo("facet.segments");
        assertThat(topics.results())
                .containsExactly("facet.observations", "facet.tracks", "facet.stats", "facet.dead-letters");
    }

    @Test
    void withPrefix_illegalName_saysWhatIsAllowed() {
        assertThatThrownBy(() -> Topics.withPrefix("my topics"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 'my topics.segments'");
    }

    @Test
    void ensure_nobodyListens_namesTheAddressInTime() throws IOException {
        String address = unusedAddress();

        assertThatThrownBy(() -> new TopicAdmin(address, Map.of(), SHORT).ensure(Topics.withPrefix("facet"), 1, 1))
                .isInstanceOf(KafkaUnreachableException.class)
                .hasMessageStartingWith("cannot reach Kafka at " + address + ": ");
    }

    @Test
    void ensure_addressThatIsNone_namesIt() {
        assertThatThrownBy(() -> new TopicAdmin("nowhere").ensure(Topics.withPrefix("facet"), 1, 1))
                .isInstanceOf(KafkaUnreachableException.class)
                .hasMessageStartingWith("cannot reach Kafka at nowhere: ");
    }

    @Test
    void open_addressThatIsNone_namesIt() {
        assertThatThrownBy(() -> ResultReader.open("nowhere", List.of("facet.tracks"), Map.of()))
                .isInstanceOf(KafkaUnreachableException.class)
                .hasMessageStartingWith("cannot reach Kafka at nowhere: ");
    }

    private static String unusedAddress() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }
}
