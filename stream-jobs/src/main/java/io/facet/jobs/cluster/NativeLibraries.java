package io.facet.jobs.cluster;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.facet.domain.UserError;

/**
 * Native libraries at a fixed place. Left to themselves, ONNX Runtime unpacks a fresh temporary copy in each process and
 * FFmpeg one in the home folder.
 */
final class NativeLibraries {

    private static final String JAR_PREFIX = "onnxruntime-";

    /** ONNX Runtime's name of the platform, by the JVM's name of the processor. */
    private static final Map<String, String> PLATFORMS = Map.of("amd64", "linux-x64", "aarch64", "linux-aarch64");

    private final Path folder;

    NativeLibraries(Path folder) {
        this.folder = folder;
    }

    /** Unpacks what is not there yet; a file of the same size is there. FFmpeg is unpacked by the first user. */
    void unpack(List<Path> jars) throws IOException {
        Path jar = jars.stream()
                .filter(file -> file.getFileName().toString().startsWith(JAR_PREFIX))
                .findFirst()
                .orElseThrow(() -> new UserError("expected ONNX Runtime's jar (" + JAR_PREFIX
                        + "*) among the jars of Flink's processes; found " + jars));
        Files.createDirectories(onnxRuntime());
        try (FileSystem content = FileSystems.newFileSystem(jar)) {
            Path libraries = content.getPath("ai", "onnxruntime", "native", platform());
            try (Stream<Path> files = Files.list(libraries)) {
                for (Path library : files.filter(Files::isRegularFile).toList()) {
                    copyIfChanged(
                            library, onnxRuntime().resolve(library.getFileName().toString()));
                }
            }
        }
    }

    /** System properties that send the libraries' loaders to this folder. */
    List<String> jvmOptions() {
        return List.of(
                "-Donnxruntime.native.path=" + onnxRuntime(),
                "-Dorg.bytedeco.javacpp.cachedir=" + folder.resolve("javacpp"));
    }

    private Path onnxRuntime() {
        return folder.resolve("onnxruntime");
    }

    /** By way of a second file, since a running process may have the old one mapped. */
    private static void copyIfChanged(Path from, Path to) throws IOException {
        if (Files.exists(to) && Files.size(to) == Files.size(from)) {
            return;
        }
        Path fresh = to.resolveSibling(to.getFileName() + ".new");
        Files.copy(from, fresh, StandardCopyOption.REPLACE_EXISTING);
        Files.move(fresh, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String platform() {
        String processor = System.getProperty("os.arch");
        String platform = PLATFORMS.get(processor);
        if (platform == null) {
            throw new UserError("expected a processor of "
                    + PLATFORMS.keySet().stream().sorted().toList() + "; found " + processor);
        }
        return platform;
    }
}
