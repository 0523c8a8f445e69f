package io.facet.console;

import picocli.CommandLine.IVersionProvider;

/** Reads the version from the jar's manifest; classes that do not come from a jar are a development build. */
public final class FacetVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = FacetVersion.class.getPackage().getImplementationVersion();
        return new String[] {
            "facet " + (version == null ? "(development build)" : version),
            "JVM " + Runtime.version() + ", " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }
}
