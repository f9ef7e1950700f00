package dev.windtunnel.expect;

/** Quantiles of Student's t for 95 % intervals of a mean. */
public final class StudentT {
    /** The 97.5 % quantiles for 1 to 30 degrees of freedom, correct in all digits. */
    private static final double[] TABLE = {
        12.706204736432095, 4.302652729911275, 3.182446305284263, 2.7764451051977987, 2.5705818366147395,
        2.4469118487916806, 2.364624251010299, 2.306004135033371, 2.2621571627409915, 2.2281388519649385,
        2.200985160082949, 2.178812829663418, 2.160368656461013, 2.1447866879169273, 2.131449545559323,
        2.1199052992210112, 2.1098155778331806, 2.10092204024096, 2.093024054408263, 2.085963447265837,
        2.079613844727662, 2.0738730679040147, 2.0686576104190406, 2.0638985616280205, 2.059538552753294,
        2.055529438642871, 2.0518305164802833, 2.048407141795244, 2.045229642132703, 2.0422724563012373
    };

    /** The 97.5 % quantile of the standard normal distribution. */
    private static final double Z = 1.959963984540054;

    private StudentT() {}

    /**
     * The 97.5 % quantile. Above the table it is the Cornish-Fisher series (Abramowitz and Stegun 26.7.5), whose error
     * there is below 1e-8.
     *
     * @param degrees degrees of freedom, at least 1
     */
    public static double quantile975(int degrees) {
        if (degrees <= TABLE.length) {
            return TABLE[degrees - 1];
        }
        double n = degrees;
        double z2 = Z * Z;
        double g1 = Z * (z2 + 1) / 4;
        double g2 = Z * ((5 * z2 + 16) * z2 + 3) / 96;
        double g3 = Z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384;
        double g4 = Z * ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92160;
        return Z + (g1 + (g2 + (g3 + g4 / n) / n) / n) / n;
    }
}
