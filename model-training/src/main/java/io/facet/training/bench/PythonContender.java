package io.facet.training.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;

import io.facet.domain.UserError;
import io.facet.training.engine.OptimizerSettings;

/**
 * The same steps in PyTorch, in a process of its own ({@code steps.py}): the task's values and batch are handed over in a
 * file, then each line asks for steps. Owns the process and a temporary folder until {@link #close()}.
 */
final class PythonContender implements Contender {
    private static final ObjectMapper JSON = new ObjectMapper().registerModule(new Jdk8Module());
    private static final String SCRIPT = "steps.py";
    private static final String OPEN_BLAS_FOLDER = "/org/bytedeco/openblas/linux-x86_64/";
    private static final List<String> OPEN_BLAS = List.of("libopenblas.so.0", "libgfortran.so.5", "libquadmath.so.0");
    private static final int ERROR_LINES = 3;

    private final Path folder;
    private final Process process;
    private final Writer requests;
    private final BufferedReader answers;
    private final String description;

    /**
     * Which Python.
     *
     * @param program with torch and numpy
     * @param openBlas loads OpenBLAS before PyTorch finds another BLAS: Debian's own is the reference implementation, ten
     *     times slower, beside which anything is fast
     */
    record PythonSettings(String program, boolean openBlas) {}

    private PythonContender(Path folder, PythonSettings python, StepTask task, int threads) throws IOException {
        this.folder = folder;
        Path script = copy(SCRIPT, SCRIPT);
        if (python.openBlas()) {
            for (String library : OPEN_BLAS) {
                copy(OPEN_BLAS_FOLDER + library, library);
            }
        }
        this.process = start(python, script, threads);
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.description = descriptionAfter(handOver(task, threads));
    }

    /** What cannot begin leaves nothing behind. */
    private String descriptionAfter(Map<String, Object> settings) throws IOException {
        try {
            JsonNode answer = ask(settings);
            return "PyTorch %s under Python, BLAS %s"
                    .formatted(
                            answer.get("version").asText(), answer.get("blas").asText());
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts the process.
     *
     * @param python which Python, and what it computes with
     * @param threads of one operation
     * @throws UserError if it does not run the script; the message holds what Python said
     */
    static PythonContender start(PythonSettings python, StepTask task, int threads) {
        try {
            return new PythonContender(Files.createTempDirectory("facet-bench"), python, task, threads);
        } catch (IOException e) {
            throw new UserError(
                    "the comparison needs Python with torch and numpy, and " + python.program() + " gave: "
                            + e.getMessage(),
                    e);
        }
    }

    private Path copy(String resource, String name) throws IOException {
        try (InputStream source = PythonContender.class.getResourceAsStream(resource)) {
            if (source == null) {
                throw new IOException("no " + resource + " on the class path");
            }
            Path file = folder.resolve(name);
            Files.copy(source, file);
            return file;
        }
    }

    private Process start(PythonSettings python, Path script, int threads) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(python.program(), "-u", script.toString());
        builder.redirectError(folder.resolve("errors.txt").toFile());
        builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
        // While Java's turn lasts, Python's threads must not spin.
        builder.environment().put("OMP_WAIT_POLICY", "PASSIVE");
        builder.environment().put("GOMP_SPINCOUNT", "0");
        if (python.openBlas()) {
            builder.environment().put("OPENBLAS_NUM_THREADS", Integer.toString(threads));
            builder.environment().put("LD_LIBRARY_PATH", folder.toString());
            builder.environment()
                    .put("LD_PRELOAD", folder.resolve(OPEN_BLAS.get(0)).toString());
        }
        return builder.start();
    }

    private Map<String, Object> handOver(StepTask task, int threads) throws IOException {
        Path file = folder.resolve("tensors.bin");
        Map<String, Object> settings = new LinkedHashMap<>();
        try (TensorHandOver tensors = new TensorHandOver(file)) {
            settings.put("parameters", tensors.write(task.initial().values()));
            settings.put("batch", tensors.write(task.batch()));
        }
        settings.put("file", file.toString());
        settings.put("recipe", task.recipe());
        settings.put("options", task.options());
        settings.put("optimizer", optimizer(task));
        settings.put("threads", threads);
        return settings;
    }

    private static Map<String, Object> optimizer(StepTask task) {
        OptimizerSettings settings = task.optimizer();
        return Map.of(
                "rate", task.rate(),
                "weightDecay", settings.weightDecay(),
                "beta1", settings.beta1(),
                "beta2", settings.beta2(),
                "epsilon", settings.epsilon(),
                "clipNorm", settings.clipNorm(),
                "frozen", settings.frozen(),
                "decayed", task.decayed());
    }

    private JsonNode ask(Map<String, Object> request) throws IOException {
        String line;
        try {
            requests.write(JSON.writeValueAsString(request) + "\n");
            requests.flush();
            line = answers.readLine();
        } catch (IOException e) {
            throw new IOException(errors(), e);
        }
        if (line == null) {
            throw new IOException(errors());
        }
        return JSON.readTree(line);
    }

    /** The end of what Python wrote to its error output. */
    private String errors() throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("errors.txt"), StandardCharsets.UTF_8);
        return String.join("; ", lines.subList(Math.max(0, lines.size() - ERROR_LINES), lines.size()))
                .strip();
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public Timing run(int steps) {
        try {
            JsonNode answer = ask(Map.of("steps", steps));
            List<Double> losses = new ArrayList<>();
            answer.get("losses").forEach(loss -> losses.add(loss.asDouble()));
            return new Timing(
                    answer.get("seconds").asDouble(),
                    answer.get("processorSeconds").asDouble(),
                    losses);
        } catch (IOException e) {
            throw new UncheckedIOException("Python's step failed: " + e.getMessage(), e);
        }
    }

    /** Ends the process, by force if it takes longer than ten seconds, and removes its folder. */
    @Override
    public void close() {
        try {
            closeRequests();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            remove(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** A process that ended by itself no longer takes the end of its input. */
    private void closeRequests() throws IOException, InterruptedException {
        try {
            requests.close();
        } catch (IOException e) {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw e;
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
