/* The limit: batch descent of 20-3-4 on 128 pictures with every size a constant, one thread.

   All arrays have the pictures as their long, contiguous axis, so that a compiler can put several of them into one
   register; exp is a polynomial for the same reason. Thresholds are subtracted, s = w.x - theta; a parameter vector
   holds each unit's weights, then its threshold, hidden units first. */

#include <stdint.h>

#define INPUTS 20
#define HIDDEN 3
#define OUTPUTS 4
#define CASES 128

#ifdef _WIN32
#define PUBLIC __declspec(dllexport)
#else
#define PUBLIC
#endif

/* e^s to the last bits: s = n ln 2 + r with |r| <= ln 2 / 2, a Taylor polynomial for e^r, and n put into the exponent. */
static inline double exponential(double s)
{
    s = s > 708.0 ? 708.0 : s < -708.0 ? -708.0 : s;
    int n = (int)(s * 1.4426950408889634 + (s < 0.0 ? -0.5 : 0.5));
    double r = s - n * 0.6931471805599453;
    double e = 1.0 / 479001600.0;
    e = e * r + 1.0 / 39916800.0;
    e = e * r + 1.0 / 3628800.0;
    e = e * r + 1.0 / 362880.0;
    e = e * r + 1.0 / 40320.0;
    e = e * r + 1.0 / 5040.0;
    e = e * r + 1.0 / 720.0;
    e = e * r + 1.0 / 120.0;
    e = e * r + 1.0 / 24.0;
    e = e * r + 1.0 / 6.0;
    e = e * r + 0.5;
    e = e * r + 1.0;
    e = e * r + 1.0;
    union { int64_t bits; double power; } two = { .bits = (int64_t)(n + 1023) << 52 };
    return e * two.power;
}

/* out = sigma(w.x - theta) for one unit over all pictures. */
static inline void outputs(int inputs, const double *restrict w, double x[][CASES], double *restrict out)
{
    for (int p = 0; p < CASES; p++)
        out[p] = -w[inputs];
    for (int i = 0; i < inputs; i++)
        for (int p = 0; p < CASES; p++)
            out[p] += w[i] * x[i][p];
    for (int p = 0; p < CASES; p++)
        out[p] = 1.0 / (1.0 + exponential(-out[p]));
}

/* w -= eta dE/dw of one unit: dE/dw = sum delta x, dE/dtheta = -sum delta. */
static inline void update(int inputs, double *restrict w, double x[][CASES], const double *restrict delta, double eta)
{
    double all = 0.0;
    for (int i = 0; i < inputs; i++) {
        double sum = 0.0;
        for (int p = 0; p < CASES; p++)
            sum += delta[p] * x[i][p];
        w[i] -= eta * sum;
    }
    for (int p = 0; p < CASES; p++)
        all += delta[p];
    w[inputs] += eta * all;
}

/* `iterations` updates of `parameters`; loss[n] is E after n of them, so it has iterations + 1 places. */
PUBLIC void train(double x[INPUTS][CASES], double t[OUTPUTS][CASES], double *parameters, int iterations, double eta, double *loss)
{
    double *w1 = parameters, *w2 = parameters + HIDDEN * (INPUTS + 1);
    double h[HIDDEN][CASES], z[CASES], below[HIDDEN][CASES], delta[OUTPUTS][CASES];
    for (int n = 0; n <= iterations; n++) {
        double squares = 0.0;
        for (int j = 0; j < HIDDEN; j++)
            outputs(INPUTS, w1 + j * (INPUTS + 1), x, h[j]);
        for (int k = 0; k < OUTPUTS; k++) {
            outputs(HIDDEN, w2 + k * (HIDDEN + 1), h, z);
            for (int p = 0; p < CASES; p++) {
                double e = z[p] - t[k][p];
                squares += e * e;
                delta[k][p] = e * z[p] * (1.0 - z[p]);
            }
        }
        loss[n] = 0.5 * squares;
        if (n == iterations)
            break;
        for (int j = 0; j < HIDDEN; j++)
            for (int p = 0; p < CASES; p++) {
                double sum = 0.0;
                for (int k = 0; k < OUTPUTS; k++)
                    sum += delta[k][p] * w2[k * (HIDDEN + 1) + j];
                below[j][p] = sum * h[j][p] * (1.0 - h[j][p]);
            }
        for (int k = 0; k < OUTPUTS; k++)
            update(HIDDEN, w2 + k * (HIDDEN + 1), h, delta[k], eta);
        for (int j = 0; j < HIDDEN; j++)
            update(INPUTS, w1 + j * (INPUTS + 1), x, below[j], eta);
    }
}
