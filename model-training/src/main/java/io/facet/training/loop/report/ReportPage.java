package io.facet.training.loop.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.facet.training.loop.card.RunCard;
import io.facet.training.loop.metrics.MetricsTable;
import io.facet.training.loop.metrics.ScoresFile;
import io.facet.training.tensor.Program;

/**
 * What the template {@code report.mustache} shows. Texts are plain; the template escapes them.
 *
 * @param experiment its name
 * @param complete whether all updates are done
 * @param figures the key figures
 * @param panels one chart each
 * @param scores latest scores
 * @param run figures of the run
 * @param data fingerprint by data set
 * @param versions of programs and libraries
 * @param recipe the recipe to the letter
 * @param recipeSha256 its hash
 * @param json what the charts are drawn from, safe inside a script element
 */
record ReportPage(
        String experiment,
        boolean complete,
        List<Fact> figures,
        List<Panel> panels,
        List<Fact> scores,
        List<Fact> run,
        List<Fact> data,
        List<Fact> versions,
        String recipe,
        String recipeSha256,
        String json) {

    /** A name and a value. */
    record Fact(String label, String value) {}

    /** A chart; {@code wide} ones take the whole width. */
    record Panel(int index, String title, String note, boolean wide) {}

    static ReportPage of(RunCard card, MetricsTable metrics, List<ScoresFile.Score> scores) {
        List<Curve> curves = Curve.all(metrics, scores);
        List<Panel> panels = new ArrayList<>();
        for (int i = 0; i < curves.size(); i++) {
            Curve curve = curves.get(i);
            panels.add(new Panel(i, curve.name(), curve.note(), curve.name().equals(Program.LOSS)));
        }
        RunCard.Totals totals = card.totals();
        return new ReportPage(
                card.experiment(),
                totals.updates() >= totals.plannedUpdates(),
                figures(card, metrics),
                panels,
                card.scores().entrySet().stream()
                        .map(score -> new Fact(score.getKey(), number(score.getValue())))
                        .toList(),
                run(card),
                facts(card.data()),
                facts(card.software()),
                card.recipe(),
                card.recipeSha256(),
                Curve.json(curves));
    }

    private static List<Fact> figures(RunCard card, MetricsTable metrics) {
        RunCard.Totals totals = card.totals();
        List<Fact> figures = new ArrayList<>();
        if (!metrics.rows().isEmpty()) {
            figures.add(new Fact("loss", number(last(metrics, Program.LOSS))));
        }
        figures.add(new Fact("updates", count(totals.updates()) + " of " + count(totals.plannedUpdates())));
        figures.add(new Fact("epochs", String.format(Locale.ROOT, "%.2f", totals.epochs())));
        figures.add(new Fact("images", count(totals.images())));
        figures.add(new Fact("images a second", number(totals.seconds() > 0 ? totals.images() / totals.seconds() : 0)));
        figures.add(new Fact("training time", clock(totals.seconds())));
        if (totals.skippedSamples() > 0) {
            figures.add(new Fact("samples skipped", count(totals.skippedSamples())));
        }
        return figures;
    }

    private static double last(MetricsTable metrics, String column) {
        double[] values = metrics.column(column);
        return values[values.length - 1];
    }

    private static List<Fact> run(RunCard card) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("started", card.started().toString()));
        facts.add(new Fact("as of", card.ended().toString()));
        facts.add(new Fact("seed", Long.toString(card.seed())));
        facts.add(new Fact("parameters", count(card.parameters().total())));
        facts.add(new Fact("of them trained", count(card.parameters().trained())));
        card.commit().ifPresent(commit -> facts.add(new Fact("commit", commit)));
        facts.add(new Fact("system", card.hardware().system()));
        facts.add(new Fact(
                "processor",
                card.hardware().processor() + " × " + card.hardware().processors()));
        facts.add(new Fact("processes", Integer.toString(card.hardware().processes())));
        return facts;
    }

    private static List<Fact> facts(Map<String, String> map) {
        return map.entrySet().stream()
                .map(entry -> new Fact(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String number(double value) {
        return Math.abs(value) >= 100
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.4g", value);
    }

    private static String clock(double seconds) {
        long whole = Math.round(seconds);
        return String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }
}
