package io.facet.jobs.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import org.junit.jupiter.api.Test;

import io.facet.domain.UserError;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LoopbackPortsTest {

    @Test
    void requireFree_takenPort_namesPortUserAndOption() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();

            assertThatThrownBy(() -> LoopbackPorts.requireFree("Kafka", port, "--kafka-port"))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("port " + port + " for Kafka is taken")
                    .hasMessageContaining("--kafka-port");
        }
    }

    @Test
    void requireFree_freePort_passes() {
        int port = LoopbackPorts.anyFree();

        assertThatCode(() -> LoopbackPorts.requireFree("Kafka", port, "--kafka-port"))
                .doesNotThrowAnyException();
    }
}
