package io.facet.training.evaluate.report;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

import com.samskivert.mustache.Template;

import io.facet.console.page.PageAssets;
import io.facet.domain.UserError;

/** Writes {@code report.html} and {@code report.json} into a folder. */
public final class EvaluationReport {
    private EvaluationReport() {}

    /**
     * Replaces earlier ones; each file appears complete or not at all.
     *
     * @return the page
     * @throws UserError if the folder cannot be written
     */
    public static Path write(List<EvaluationResult> results, Path folder) {
        try {
            Files.createDirectories(folder);
            write(folder.resolve("report.json"), out -> out.write(ReportJson.of(results)));
            Path page = folder.resolve("report.html");
            PageAssets assets = PageAssets.load(EvaluationReport.class, "report");
            Template template = PageAssets.template(EvaluationReport.class, "report");
            write(
                    page,
                    out -> template.execute(
                            new Context(ReportPage.of(results), assets, assets.contentSecurityPolicy()), out));
            return page;
        } catch (IOException e) {
            throw new UserError("--out %s: cannot be written: %s".formatted(folder, e.getMessage()), e);
        }
    }

    /** What the template sees. */
    private record Context(ReportPage page, PageAssets assets, String policy) {}

    @FunctionalInterface
    private interface Content {
        void to(Writer out) throws IOException;
    }

    private static void write(Path file, Content content) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (Writer out = Files.newBufferedWriter(unfinished, StandardCharsets.UTF_8)) {
                content.to(out);
            }
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
