package io.facet.training.engine.libtorch;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.facet.domain.UserError;
import io.facet.training.engine.EngineSettings;
import io.facet.training.engine.libtorch.ContrastiveRun.Outcome;
import io.facet.training.engine.libtorch.ProcessGroupSettings.Meeting;
import io.facet.training.tensor.HostTensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

@Tag("libtorch")
class ProcessGroupTest {
    private static final int NEVER = -1;
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    @TempDir
    private Path folder;

    @Test
    void train_twoProcessesOnHalfBatches_equalsOneOnTheWhole() throws Exception {
        ChildJvm first = startRank(0, NEVER);
        ChildJvm second = startRank(1, NEVER);
        Outcome one;
        try (LibtorchBackend backend = LibtorchBackend.open(ContrastiveRun.settings())) {
            one = ContrastiveRun.train(backend, NEVER);
        }
        assertThat(first.exitCode(120)).as(first.output()).isZero();
        assertThat(second.exitCode(120)).as(second.output()).isZero();
        for (int rank = 0; rank < 2; rank++) {
            Outcome found = Outcome.read(outcome(rank));
            for (int step = 0; step < ContrastiveRun.STEPS; step++) {
                assertThat(found.losses().get(step)).isCloseTo(one.losses().get(step), within(1e-6));
            }
            assertThat(found.parameters().keySet()).isEqualTo(one.parameters().keySet());
            one.parameters()
                    .forEach((name, values) ->
                            assertThat(found.parameters().get(name)).as(name).containsExactly(values, within(5e-6f)));
        }
    }

    /** Logits, batch norms and the weights of masked patches go over all processes. */
    @ParameterizedTest
    @EnumSource(names = {"FARL", "MCF"})
    void train_objectiveOnHalfBatches_equalsOneOnTheWhole(ParityRun.Subject subject) throws Exception {
        List<ChildJvm> processes = new ArrayList<>();
        for (int rank = 0; rank < 2; rank++) {
            processes.add(ChildJvm.start(
                    ParityRun.class,
                    folder.resolve("log" + rank),
                    EngineSettings.Kind.LIBTORCH,
                    subject,
                    outcome(rank),
                    rank,
                    folder.resolve("meeting")));
        }
        Map<String, HostTensor.Floats> one;
        try (LibtorchBackend backend = LibtorchBackend.open(ContrastiveRun.settings())) {
            one = ParityRun.train(backend, subject.task());
        }
        for (int rank = 0; rank < 2; rank++) {
            ChildJvm process = processes.get(rank);
            assertThat(process.exitCode(120)).as(process.output()).isZero();
            Map<String, Double> worst = ParityRun.differences(ParityRun.read(outcome(rank)), one);
            assertThat(worst.get("scalar")).as("losses").isLessThanOrEqualTo(1e-4);
            assertThat(worst.get("trained")).as("parameters after steps").isLessThanOrEqualTo(1e-4);
        }
    }

    @Test
    void train_otherProcessDies_failsWithinTheTimeout() throws Exception {
        ChildJvm survivor = startRank(0, NEVER);
        ChildJvm lost = startRank(1, 1);
        assertThat(lost.exitCode(120)).isEqualTo(3);
        assertThat(survivor.exitCode(120)).isNotZero();
        assertThat(survivor.output()).contains("ProcessGroupException: process 0 of 2", "Connection closed by peer");
    }

    @Test
    void averageGradients_leavesThatOneProcessUses_countAsZeroInTheOther() throws Exception {
        int port = freePort();
        ChildJvm first = ChildJvm.start(UnevenRun.class, folder.resolve("log0"), 0, port);
        ChildJvm second = ChildJvm.start(UnevenRun.class, folder.resolve("log1"), 1, port);
        assertThat(first.exitCode(120)).as(first.output()).isZero();
        assertThat(second.exitCode(120)).as(second.output()).isZero();
        assertThat(first.output()).contains("process 0 of 2 (Gloo)");
        assertThat(second.output()).contains("process 1 of 2 (Gloo)");
        for (ChildJvm each : List.of(first, second)) {
            assertThat(each.output())
                    .containsSubsequence(
                            "mean [0.5, 10.0]", "gradient [1.0, 1.0]", "gradient [2.0, 2.0]", "gradient none")
                    .contains("refused gathering rows", "found [1.0, 2.0]");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void open_othersNeverCome_failsWithinTheTimeout() {
        Meeting meeting = new Meeting.AtFile(folder.resolve("meeting"));
        assertThatThrownBy(() -> LibtorchBackend.open(
                        ContrastiveRun.settings(), new ProcessGroupSettings(0, 2, meeting, TIMEOUT)))
                .isInstanceOf(ProcessGroupException.class)
                .hasMessageContaining("process 0 of 2")
                .hasMessageContaining("within 1 s");
    }

    @Test
    void open_nobodyAtTheAddress_failsWithinTheTimeout() {
        Meeting meeting = new Meeting.AtAddress("localhost", 1);
        assertThatThrownBy(() -> LibtorchBackend.open(
                        ContrastiveRun.settings(), new ProcessGroupSettings(1, 2, meeting, TIMEOUT)))
                .isInstanceOf(ProcessGroupException.class)
                .hasMessageContaining("process 1 of 2");
    }

    @Test
    void settings_rankOutsideTheGroup_isRefused() {
        Meeting meeting = new Meeting.AtFile(folder.resolve("meeting"));
        assertThatThrownBy(() -> new ProcessGroupSettings(2, 2, meeting, TIMEOUT))
                .isInstanceOf(UserError.class)
                .hasMessage("rank of a process: expected 0 to 1, found 2");
        assertThatThrownBy(() -> new ProcessGroupSettings(0, 2, meeting, Duration.ZERO))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("expected a positive duration");
        assertThatThrownBy(() -> new Meeting.AtAddress("localhost", 70_000))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("found 70000");
    }

    private ChildJvm startRank(int rank, int lastStep) throws Exception {
        return ChildJvm.start(
                ContrastiveRun.class,
                folder.resolve("log" + rank),
                rank,
                2,
                folder.resolve("meeting"),
                outcome(rank),
                lastStep);
    }

    private Path outcome(int rank) {
        return folder.resolve("outcome" + rank);
    }
}
