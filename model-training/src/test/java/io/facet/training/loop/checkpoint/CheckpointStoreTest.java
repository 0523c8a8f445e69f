package io.facet.training.loop.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.facet.domain.UserError;
import io.facet.training.engine.Parameters;
import io.facet.training.loop.SampleRun;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Initialization;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CheckpointStoreTest {
    @TempDir
    Path run;

    @Test
    void latest_writtenCheckpoint_comesBackBitForBit() {
        CheckpointStore store = new CheckpointStore(run, 3);
        Checkpoint written = SampleRun.checkpoint(500);

        Path folder = store.write(written);

        assertThat(folder).isEqualTo(run.resolve("checkpoints/update-0000500"));
        Checkpoint read = store.latest().orElseThrow();
        same(read.state().parameters(), written.state().parameters());
        same(read.state().means(), written.state().means());
        same(read.state().variances(), written.state().variances());
        same(read.state().averages(), written.state().averages());
        assertThat(read.state().updates()).isEqualTo(500);
        assertThat(read.card()).isEqualTo(written.card());
        assertThat(read.progress().batches()).isEqualTo(1000);
        assertThat(read.progress().sha256())
                .containsOnlyKeys("parameters.safetensors", "optimizer.safetensors", "run-card.json");
    }

    @Test
    void write_more_keepsTheNewest() {
        CheckpointStore store = new CheckpointStore(run, 2);

        for (long update = 100; update <= 500; update += 100) {
            store.write(SampleRun.checkpoint(update));
        }

        assertThat(names()).containsExactly("update-0000400", "update-0000500");
    }

    @ParameterizedTest
    @ValueSource(strings = {"parameters.safetensors", "optimizer.safetensors", "run-card.json", "progress.json"})
    void latest_damagedFile_fallsBackToTheOneBefore(String file) throws IOException {
        CheckpointStore store = new CheckpointStore(run, 3);
        store.write(SampleRun.checkpoint(100));
        Path newest = store.write(SampleRun.checkpoint(200));
        byte[] bytes = Files.readAllBytes(newest.resolve(file));
        bytes[bytes.length / 2] ^= 0x20;
        Files.write(newest.resolve(file), file.equals("progress.json") ? new byte[] {0x7b} : bytes);

        assertThat(store.latest().orElseThrow().progress().update()).isEqualTo(100);
        assertThatThrownBy(() -> CheckpointStore.read(newest))
                .isInstanceOf(BrokenCheckpointException.class)
                .hasMessageContaining("update-0000200")
                .hasMessageContaining(file);
    }

    @Test
    void latest_missingFile_fallsBackToTheOneBefore() throws IOException {
        CheckpointStore store = new CheckpointStore(run, 3);
        store.write(SampleRun.checkpoint(100));
        Files.delete(store.write(SampleRun.checkpoint(200)).resolve("optimizer.safetensors"));

        assertThat(store.latest().orElseThrow().progress().update()).isEqualTo(100);
    }

    @Test
    void latest_allBroken_saysWhatIsWrongWithEach() throws IOException {
        CheckpointStore store = new CheckpointStore(run, 3);
        for (long update : List.of(100L, 200L)) {
            Files.delete(store.write(SampleRun.checkpoint(update)).resolve("progress.json"));
        }

        assertThatThrownBy(store::latest)
                .isInstanceOf(UserError.class)
                .hasMessageContaining("update-0000100")
                .hasMessageContaining("update-0000200");
    }

    @Test
    void write_besideABrokenNewerOne_doesNotCountItAmongTheKept() throws IOException {
        CheckpointStore store = new CheckpointStore(run, 1);
        store.write(SampleRun.checkpoint(100));
        Path broken = run.resolve("checkpoints/update-0000500");
        Files.createDirectories(broken);

        store.write(SampleRun.checkpoint(120));

        assertThat(names()).containsExactly("update-0000120", "update-0000500");
        assertThat(store.latest().orElseThrow().progress().update()).isEqualTo(120);
        store.write(SampleRun.checkpoint(500));
        assertThat(names()).containsExactly("update-0000500");
        assertThat(store.latest().orElseThrow().progress().update()).isEqualTo(500);
    }

    @Test
    void write_afterAKilledWriter_removesWhatItLeft() throws IOException {
        Path left = run.resolve("checkpoints/.update-0000300.unfinished");
        Files.createDirectories(left);
        Files.writeString(left.resolve("parameters.safetensors"), "half");
        CheckpointStore store = new CheckpointStore(run, 3);

        assertThat(store.latest()).isEmpty();
        store.write(SampleRun.checkpoint(100));

        assertThat(names()).containsExactly("update-0000100");
    }

    @Test
    void requireFits_otherArchitecture_listsWhatDiffers() {
        List<ParameterSpec> specs = List.of(
                new ParameterSpec("hidden.weight", Shape.of(5, 4), Initialization.zeros()),
                new ParameterSpec("out.weight", Shape.of(1, 5), Initialization.zeros()));

        assertThatThrownBy(() -> SampleRun.checkpoint(100).requireFits(specs))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("1 missing (out.weight [1, 5])")
                .hasMessageContaining("1 unexpected (hidden.bias)")
                .hasMessageContaining("hidden.weight expected [5, 4] found [3, 4]");
    }

    @Test
    void requireTrains_othersFrozen_isRefused() {
        assertThatThrownBy(() -> SampleRun.checkpoint(100).requireTrains(List.of("hidden.weight")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("hidden.bias");
    }

    @Test
    void weights_withAverages_takesThem() {
        Checkpoint checkpoint = SampleRun.checkpoint(1);

        same(checkpoint.state().weights(), checkpoint.state().averages());
    }

    private List<String> names() {
        return new CheckpointStore(run, 1)
                .folders().stream().map(path -> path.getFileName().toString()).toList();
    }

    private static void same(Parameters found, Parameters expected) {
        Map<String, HostTensor.Floats> values = found.values();
        assertThat(values).containsOnlyKeys(expected.values().keySet());
        values.forEach((name, value) -> {
            assertThat(value.shape()).isEqualTo(expected.get(name).shape());
            assertThat(value.values()).containsExactly(expected.get(name).values());
        });
    }
}
