package io.facet.jobs.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Every package says what it is for. Read from the sources: the compiler keeps no package-info without annotations. */
class PackageDocumentationTest {
    private static final Path SOURCES = Path.of("src", "main", "java");

    @Test
    void packages_ofMainSources_haveAPackageInfo() throws IOException {
        TreeSet<Path> packages = packagesWithClasses(Repository.root());

        assertThat(packages).as("packages of main sources").hasSizeGreaterThan(5);
        assertThat(packages)
                .allSatisfy(folder ->
                        assertThat(folder.resolve("package-info.java")).exists());
    }

    private static TreeSet<Path> packagesWithClasses(Path repository) throws IOException {
        TreeSet<Path> packages = new TreeSet<>();
        for (Path module : modules(repository)) {
            try (Stream<Path> files = Files.walk(module.resolve(SOURCES))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(file -> packages.add(file.getParent()));
            }
        }
        return packages;
    }

    private static List<Path> modules(Path repository) throws IOException {
        try (Stream<Path> folders = Files.walk(repository, 2)) {
            return folders.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .filter(folder -> Files.isDirectory(folder.resolve(SOURCES)))
                    .sorted()
                    .toList();
        }
    }
}
