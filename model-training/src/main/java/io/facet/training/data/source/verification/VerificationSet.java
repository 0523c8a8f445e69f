package io.facet.training.data.source.verification;

/** The verification sets that papers report, aligned to 112x112 and packed by InsightFace. */
public enum VerificationSet {
    /** Huang et al., "Labeled Faces in the Wild", 2007. */
    LFW("lfw.bin", 6000),
    /** Sengupta et al., "Frontal to Profile Face Verification in the Wild", 2016. */
    CFP_FP("cfp_fp.bin", 7000),
    /** Moschoglou et al., "AgeDB: The First Manually Collected, In-the-Wild Age Database", 2017. */
    AGEDB_30("agedb_30.bin", 6000),
    /** Zheng, Deng and Hu, "Cross-Age LFW", 2017. */
    CALFW("calfw.bin", 6000),
    /** Zheng and Deng, "Cross-Pose LFW", 2018. */
    CPLFW("cplfw.bin", 6000);

    private final String fileName;
    private final int size;

    VerificationSet(String fileName, int size) {
        this.fileName = fileName;
        this.size = size;
    }

    /** Name of the packed file. */
    public String fileName() {
        return fileName;
    }

    /** Number of pairs as published. */
    public int size() {
        return size;
    }
}
