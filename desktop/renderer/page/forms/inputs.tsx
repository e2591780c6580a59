import { type FieldPath, type FieldPathByValue, type FieldValues, useController } from 'react-hook-form';
import { useFieldSentence } from '../../i18n/server-sentences.ts';
import { TextField, type TextFieldProps } from '../../ui/field.tsx';
import { SecretField } from '../../ui/secret-field.tsx';
import { SelectField, type SelectProps } from '../../ui/select.tsx';
import { Switch, type SwitchProps } from '../../ui/switch.tsx';
import { fromFormError } from './field-problem.ts';
import type { Form } from './form.ts';

interface Bound<V extends FieldValues, T> {
  form: Form<V>;
  name: FieldPathByValue<V, T>;
  /** Inputs whose rules depend on this one's value: after a submit, they are checked again together with it. */
  deps?: FieldPath<V>[] | undefined;
}

/** An input's value and what is wrong with it, in the language being shown. */
function useInput<V extends FieldValues, T>({ form, name, deps = [] }: Bound<V, T>) {
  const sentence = useFieldSentence();
  const { field, fieldState } = useController({ control: form.control, name, rules: { deps } });
  const { error } = fieldState;
  return { field, error: error === undefined ? undefined : sentence(fromFormError(error)) };
}

type TextProps<V extends FieldValues> = Bound<V, string> &
  Omit<TextFieldProps, 'form' | 'name' | 'value' | 'onText' | 'error'>;

export function FormText<V extends FieldValues>({ form, name, deps, ...rest }: TextProps<V>) {
  const { field, error } = useInput<V, string>({ form, name, deps });
  return (
    <TextField
      {...rest}
      name={name}
      value={String(field.value)}
      onText={field.onChange}
      onBlur={field.onBlur}
      error={error}
    />
  );
}

export function FormSecret<V extends FieldValues>({ form, name, deps, ...rest }: TextProps<V>) {
  const { field, error } = useInput<V, string>({ form, name, deps });
  return (
    <SecretField {...rest} name={name} value={String(field.value)} onText={field.onChange} error={error} />
  );
}

type ChoiceProps<V extends FieldValues> = Bound<V, string> &
  Pick<SelectProps<string>, 'label' | 'hint' | 'options'>;

export function FormSelect<V extends FieldValues>({ form, name, deps, ...rest }: ChoiceProps<V>) {
  const { field, error } = useInput<V, string>({ form, name, deps });
  return <SelectField {...rest} value={String(field.value)} onChoose={field.onChange} error={error} />;
}

type FlagProps<V extends FieldValues> = Bound<V, boolean> & Pick<SwitchProps, 'label' | 'hint'>;

export function FormSwitch<V extends FieldValues>({ form, name, ...rest }: FlagProps<V>) {
  const { field } = useInput<V, boolean>({ form, name });
  return <Switch {...rest} checked={field.value === true} onChange={field.onChange} />;
}
