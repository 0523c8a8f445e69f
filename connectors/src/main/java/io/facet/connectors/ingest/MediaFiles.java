package io.facet.connectors.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files behind paths a person named.
 *
 * @param files what to publish, in a stable order: the paths as given, the files of a folder sorted by path
 * @param skipped hidden files and folders that were found inside folders and left out; a hidden file named directly is
 *     not left out
 */
public record MediaFiles(List<MediaFile> files, List<Path> skipped) {

    public MediaFiles {
        files = List.copyOf(files);
        skipped = List.copyOf(skipped);
    }

    /**
     * Expands files and folders (recursively). Whether a file holds video is found out when it is opened, not here. The
     * stream id is the file name without its extension; where two files share it, later ones get {@code -2},
     * {@code -3} and so on. A file named twice is listed once.
     *
     * @throws IngestException if a path does not exist or a folder cannot be listed or holds no file
     */
    public static MediaFiles list(List<Path> paths) throws IngestException {
        Set<Path> found = new LinkedHashSet<>();
        List<Path> skipped = new ArrayList<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                expand(path, found, skipped);
            } else if (Files.exists(path)) {
                found.add(path.normalize());
            } else {
                throw new IngestException("expected a file or folder, found nothing at " + path);
            }
        }
        return new MediaFiles(named(found), skipped);
    }

    private static void expand(Path folder, Set<Path> found, List<Path> skipped) throws IngestException {
        int before = found.size();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            throw new IngestException("could not list folder " + folder + ": " + e.getMessage(), e);
        }
        for (Path file : files) {
            if (isHidden(folder.relativize(file))) {
                skipped.add(file);
            } else {
                found.add(file.normalize());
            }
        }
        if (files.isEmpty() && found.size() == before) {
            throw new IngestException("expected files in folder " + folder + ", found none");
        }
    }

    private static boolean isHidden(Path relative) {
        for (Path name : relative) {
            if (name.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    private static List<MediaFile> named(Set<Path> paths) {
        // A stem that is some file's own always stays with the first such file: "a.mp4", "a.mov", "a-2.mp4" become
        // a, a-3 and a-2.
        Set<String> stems = new HashSet<>();
        paths.forEach(path -> stems.add(stem(path)));
        Set<String> used = new HashSet<>();
        List<MediaFile> files = new ArrayList<>();
        for (Path path : paths) {
            String stem = stem(path);
            String name = stem;
            for (int n = 2; used.contains(name) || (!name.equals(stem) && stems.contains(name)); n++) {
                name = stem + "-" + n;
            }
            used.add(name);
            files.add(new MediaFile(name, path));
        }
        return files;
    }

    private static String stem(Path path) {
        String name = path.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
