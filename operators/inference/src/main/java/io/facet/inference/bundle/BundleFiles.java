package io.facet.inference.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Enumeration;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The files of a bundle, in a directory or a zip. Nothing is held open between calls. */
sealed interface BundleFiles {

    /** Paths of all files, relative, with forward slashes. */
    SortedSet<String> paths() throws IOException;

    /**
     * Reads one file.
     *
     * @param limit most bytes to read; a longer file is cut there, so that a hostile zip cannot fill the memory
     * @throws NoSuchFileException if there is none
     */
    byte[] read(String path, long limit) throws IOException;

    /**
     * @throws BundleException if there is nothing at that path
     */
    static BundleFiles at(Path root) {
        if (Files.isDirectory(root)) {
            return new Directory(root);
        }
        if (Files.isRegularFile(root)) {
            return new Zip(root);
        }
        throw new BundleException("bundle %s: expected a directory or a zip, found nothing".formatted(root));
    }

    /** Whether a path stays inside the bundle and is written in the one way bundles write it. */
    static boolean isPlain(String path) {
        if (path.isEmpty() || path.startsWith("/") || path.indexOf('\\') >= 0 || path.indexOf(':') >= 0) {
            return false;
        }
        for (String step : path.split("/", -1)) {
            if (step.isEmpty() || step.equals(".") || step.equals("..")) {
                return false;
            }
        }
        return true;
    }

    private static byte[] readUpTo(InputStream in, long limit) throws IOException {
        return in.readNBytes(Math.toIntExact(Math.min(limit, Integer.MAX_VALUE - 8)));
    }

    /** A bundle unpacked. */
    record Directory(Path root) implements BundleFiles {
        @Override
        public SortedSet<String> paths() throws IOException {
            SortedSet<String> paths = new TreeSet<>();
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    String path = root.relativize(file).toString().replace('\\', '/');
                    if (!attributes.isRegularFile()) {
                        throw new BundleException(
                                "bundle %s: %s: expected a regular file, found a link or device".formatted(root, path));
                    }
                    paths.add(path);
                    return FileVisitResult.CONTINUE;
                }
            });
            return paths;
        }

        @Override
        public byte[] read(String path, long limit) throws IOException {
            try (InputStream in = Files.newInputStream(root.resolve(path))) {
                return readUpTo(in, limit);
            }
        }
    }

    /** A bundle in one file. */
    record Zip(Path root) implements BundleFiles {
        @Override
        public SortedSet<String> paths() throws IOException {
            SortedSet<String> paths = new TreeSet<>();
            try (ZipFile zip = new ZipFile(root.toFile())) {
                for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                    ZipEntry entry = entries.nextElement();
                    String path = entry.isDirectory()
                            ? entry.getName().substring(0, entry.getName().length() - 1)
                            : entry.getName();
                    if (!isPlain(path)) {
                        throw new BundleException("bundle %s: expected paths inside the bundle, found '%s'"
                                .formatted(root, entry.getName()));
                    }
                    if (!entry.isDirectory() && !paths.add(path)) {
                        throw new BundleException("bundle %s: expected each file once, found '%s' twice"
                                .formatted(root, entry.getName()));
                    }
                }
            }
            return paths;
        }

        @Override
        public byte[] read(String path, long limit) throws IOException {
            try (ZipFile zip = new ZipFile(root.toFile())) {
                ZipEntry entry = zip.getEntry(path);
                if (entry == null) {
                    throw new NoSuchFileException(path);
                }
                try (InputStream in = zip.getInputStream(entry)) {
                    return readUpTo(in, limit);
                }
            }
        }
    }
}
