package io.facet.training.loop.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Properties;

/**
 * The parts of the page that do not depend on the run.
 *
 * @param style CSS
 * @param echarts Apache ECharts, from its own jar
 * @param script draws the charts
 */
record PageAssets(String style, String echarts, String script) {
    private static final String ECHARTS_POM = "/META-INF/maven/org.mvnpm/echarts/pom.properties";
    private static final String ECHARTS_SCRIPT = "/META-INF/resources/_static/echarts/%s/dist/echarts.min.js";

    static PageAssets load() throws IOException {
        return new PageAssets(
                own("report.css"),
                forScriptElement(read(ECHARTS_SCRIPT.formatted(echartsVersion()))),
                forScriptElement(own("report.js")));
    }

    static String template() throws IOException {
        return own("report.mustache");
    }

    private static String own(String name) throws IOException {
        return read("/io/facet/training/loop/report/" + name);
    }

    private static String echartsVersion() throws IOException {
        Properties pom = new Properties();
        try (InputStream in = open(ECHARTS_POM)) {
            pom.load(in);
        }
        return pom.getProperty("version");
    }

    private static String read(String resource) throws IOException {
        try (InputStream in = open(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static InputStream open(String resource) throws IOException {
        InputStream in = PageAssets.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IOException("expected the resource '%s' on the class path, found none".formatted(resource));
        }
        return in;
    }

    /** Nothing in a script's strings may end its element; line ends are as a browser hashes them. */
    static String forScriptElement(String script) {
        return script.replace("\r\n", "\n").replace("</script", "<\\/script").replace("<!--", "<\\!--");
    }

    /** A policy under which the page runs these scripts and no other, and fetches nothing. */
    String contentSecurityPolicy() {
        return "default-src 'none'; script-src %s %s; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
                .formatted(source(echarts), source(script));
    }

    private static String source(String script) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
